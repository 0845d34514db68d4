/** Every lesson, note and translation runs without a warning, from the terminal and in what is saved. */
import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { executed } from "./executed.js";

/** Cells that make a mistake on purpose: a warning is part of what they show. */
const SLIPS: ReadonlySet<string> = new Set(["slip-in-symbols"]);

const LESSONS = ["", "notes/"].flatMap((folder) =>
  readdirSync(new URL(`../../examples/${folder}`, import.meta.url))
    .filter((name) => name.endsWith(".ipynb"))
    .map((name) => folder + name),
);

it.each(LESSONS)("%s", (name) => {
  const lesson = executed(name);
  const code = lesson.cells.filter(({ cell_type }) => cell_type === "code");
  expect(code.length).toBeGreaterThan(3);
  for (const { id } of code) {
    if (SLIPS.has(id)) continue;
    expect(lesson.text(id), `cell ${id}`).not.toMatch(/^(?:Warning|警告)/mu);
    for (const payload of lesson.payloads(id))
      expect(JSON.stringify(payload), `cell ${id}`).not.toContain('"warnings":');
  }
});
