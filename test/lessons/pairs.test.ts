/** What holds for every lesson from the notes: a twin in each language, no stale outputs in the repository, no error when it runs. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { bothLanguages } from "./executed.js";

const folder = fileURLToPath(new URL("../../examples/notes", import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
const names = files.filter((name) => !name.endsWith(".zh-cn.ipynb")).map((name) => name.replace(".ipynb", ""));

interface Notebook {
  readonly cells: readonly { readonly id: string; readonly cell_type: string; readonly outputs?: readonly unknown[] }[];
}
const read = (file: string): Notebook => JSON.parse(readFileSync(`${folder}/${file}`, "utf8")) as Notebook;
const shapeOf = ({ cells }: Notebook): string[] => cells.map(({ id, cell_type }) => `${cell_type} ${id}`);

describe("the lessons from the notes", () => {
  it("are one for each of the five notes", () => {
    expect(names.map((name) => name.slice(0, 3))).toEqual(["000", "001", "002", "003", "004"]);
  });

  it.each(names)("%s has a Chinese twin with the same cells", (name) => {
    expect(shapeOf(read(`${name}.zh-cn.ipynb`))).toEqual(shapeOf(read(`${name}.ipynb`)));
  });

  it.each(files)("%s is stored without outputs, every cell under a name of its own", (file) => {
    const { cells } = read(file);
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
    for (const { outputs = [] } of cells) expect(outputs).toEqual([]);
  });

  it.each(names)("%s runs from top to bottom, without an error", (name) => {
    for (const [language, lesson] of bothLanguages(name)) {
      const code = lesson.cells.filter(({ cell_type }) => cell_type === "code");
      expect(code.length, language).toBeGreaterThanOrEqual(8);
      for (const { id, outputs = [] } of code) {
        expect(
          outputs.some(({ output_type }) => output_type === "error"),
          `${language}, ${id}`,
        ).toBe(false);
      }
    }
  });

  it.each(names)("%s speaks Chinese in its Chinese twin", (name) => {
    const chinese = read(`${name}.zh-cn.ipynb`);
    const words = chinese.cells.filter(({ cell_type }) => cell_type === "markdown") as unknown as {
      source: string[];
    }[];
    for (const { source } of words) expect(source.join("")).toMatch(/\p{Script=Han}/u);
  });
});
