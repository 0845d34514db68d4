/** Every error text in full, as the student reads it: `npx vitest -u` after a change, then read the difference. */
import { expect, it } from "vitest";
import { EquationError } from "../../../src/engine/errors.js";
import { check, inferShapes, missingLoss } from "../../../src/engine/language/index.js";
import { WRONG_SIZES } from "./wrongSizes.js";
import { WRONG_TEXTS } from "./wrongTexts.js";

function errorOf(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error("no error was thrown");
}

const chapter = (title: string, error: Error): string => `## ${title}\n${error.name}: ${error.message}\n`;

it("words every mistake in a text", async () => {
  const chapters = Object.entries(WRONG_TEXTS).map(([title, text]) =>
    chapter(
      title,
      errorOf(() => check(text)),
    ),
  );
  await expect(chapters.join("\n")).toMatchFileSnapshot("wrongTexts.txt");
});

it("words every mistake in sizes", async () => {
  const chapters = Object.entries(WRONG_SIZES).map(([title, { text, sizes }]) =>
    chapter(
      title,
      errorOf(() => inferShapes(check(text), sizes)),
    ),
  );
  await expect(chapters.join("\n")).toMatchFileSnapshot("wrongSizes.txt");
});

it("asks for a loss with an example that fits", () => {
  const message = (text: string): string => missingLoss(check(text)).message;
  expect(message("s[t] = tanh(U x[t] + W s[t-1])")).toMatchInlineSnapshot(`
    "line 1, column 1: no statement is a loss, so there is nothing to differentiate

    1 | s[t] = tanh(U x[t] + W s[t-1])
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    Add one after this line, e.g. E[t] = squaredError(target[t], s[t])"
  `);
  expect(message("s[t] = tanh(U x[t])\ny[T] = V s[T]")).toMatchInlineSnapshot(`
    "line 2, column 1: no statement is a loss, so there is nothing to differentiate

    2 | y[T] = V s[T]
        ^^^^^^^^^^^^^

    Add one after this line, e.g. E[T] = squaredError(target[T], y[T])"
  `);
  expect(message("y = W x")).toMatchInlineSnapshot(`
    "line 1, column 1: no statement is a loss, so there is nothing to differentiate

    1 | y = W x
        ^^^^^^^

    Add one after this line, e.g. E = squaredError(target, y)"
  `);
});

it.each(Object.entries(WRONG_TEXTS))("points into the text: %s", (_, text) => {
  const error = errorOf(() => check(text));
  expect(error).toBeInstanceOf(EquationError);
  const { span, line, column } = error as EquationError;
  const before = text.slice(0, span.start).split("\n");
  expect([line, column]).toEqual([before.length, before.at(-1)!.length + 1]);
  expect(span.end).toBeLessThanOrEqual(text.length);
});
