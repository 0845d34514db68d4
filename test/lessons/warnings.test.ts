/** Every lesson, note and translation runs without a warning but those of its slips, from the terminal and in what is saved. */
import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { executed } from "./executed.js";

/** The cells that make a mistake on purpose, and the one warning that each of them shows. */
const SLIPS: Readonly<Record<string, string>> = {
  "notes/000-name-recognition.ipynb, slip-in-symbols":
    "Warning, line 2 of the equations: ŷ[t] is no loss, and no loss depends on it: it changes nothing.",
  "notes/000-name-recognition.zh-cn.ipynb, slip-in-symbols":
    "警告（方程第 2 行）：ŷ 不是损失，也没有损失依赖它，因此它不起任何作用。",
};

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
    const slip = SLIPS[`${name}, ${id}`];
    expect(lesson.text(id).match(/^(?:Warning|警告).*/gmu) ?? [], `cell ${id}`).toEqual(slip ? [slip] : []);
    for (const payload of lesson.payloads(id))
      expect(JSON.stringify(payload), `cell ${id}`).not.toContain('"warnings":');
  }
});
