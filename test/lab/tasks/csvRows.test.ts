import fc from "fast-check";
import { expect, it } from "vitest";
import { csvRows } from "../../../src/lab/tasks/csvRows.js";
import { holds } from "../../support/property.js";

it.each([
  [
    "a,b\n1,2",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  [
    "a,b\r\n1,2",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  [
    "a,b\r1,2",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  [
    '"a, b","c ""d"""\n"1\n2",',
    [
      ["a, b", 'c "d"'],
      ["1\n2", ""],
    ],
  ],
  ["a,,b", [["a", "", "b"]]],
  ["a\n\nb", [["a"], [""], ["b"]]],
  ['a "b" c,d', [['a "b" c', "d"]]],
  ['"never closed,d', [['"never closed', "d"]]],
  ["", [[""]]],
])("reads %j", (text, rows) => {
  expect(csvRows(text)).toEqual(rows);
});

it("reads what was written, in quotes or without them where nothing asks for them", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "1", " ", '"', ",", "\n", "\r", "é"), maxLength: 5 });
  const row = fc.array(cell, { minLength: 1, maxLength: 4 });
  const written = (value: string): string => (/[",\r\n]/u.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  holds(
    fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), fc.constantFrom("\n", "\r\n"), (rows, end) => {
      expect(csvRows(rows.map((cells) => cells.map(written).join(",")).join(end))).toEqual(rows);
    }),
    200,
  );
});
