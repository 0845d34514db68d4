/** The lessons as a reader gets them after running every cell: executed through the command line, once for all tests. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Payload, parsePayload, UNROLL_MIME } from "../../src/trace/index.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Output {
  readonly output_type: string;
  readonly text?: string | string[];
  readonly data?: Readonly<Record<string, string | string[] | object>>;
}

interface Cell {
  readonly id: string;
  readonly cell_type: string;
  readonly source: string | string[];
  readonly outputs?: readonly Output[];
}

/** @param name path under examples/, e.g. `notes/001-two-steps-by-hand.ipynb` */
export function executed(name: string): Lesson {
  const source = join(root, "examples", name);
  const target = join(root, "out", "lessons", name);
  if (!isFresh(target, [source, join(root, "dist", "cli.mjs")])) run(source, target);
  return new Lesson(name, JSON.parse(readFileSync(target, "utf8")).cells);
}

const isFresh = (target: string, sources: readonly string[]): boolean =>
  existsSync(target) && sources.every((source) => statSync(source).mtimeMs < statSync(target).mtimeMs);

function run(source: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  const { status, stdout, stderr } = spawnSync("node", ["dist/cli.mjs", source, "--out", target], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${source} did not run (npm run build first):\n${stdout}${stderr}`);
}

const joined = (text: string | string[] | undefined): string => (Array.isArray(text) ? text.join("") : (text ?? ""));
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** What is saved for one kind of view. */
export type PayloadOf<Name extends Payload["view"]> = Payload & { readonly view: Name };

/** One executed notebook; cells are named by their ids. */
export class Lesson {
  constructor(
    readonly name: string,
    readonly cells: readonly Cell[],
  ) {}

  source(id: string): string {
    return joined(this.#cell(id).source);
  }

  /** Everything a cell printed and its value as text. */
  text(id: string): string {
    const parts = (this.#cell(id).outputs ?? []).map(
      ({ text, data }) => joined(text) + joined(data?.["text/plain"] as string),
    );
    return parts.join("\n");
  }

  /** The number that stands behind `label:` or `label =` in a cell's text, at full precision. */
  number(id: string, label: string): number {
    const found = new RegExp(
      `(?:^|[\\s,{'"])${escaped(label)}['"]?\\s*[:=]\\s*(-?(?:Infinity|NaN|[\\d.]+(?:e[+-]?\\d+)?))`,
      "m",
    ).exec(this.text(id));
    if (!found) throw new Error(`${this.name}, cell ${id}: no number stands behind ${label} in\n${this.text(id)}`);
    return Number(found[1]);
  }

  /** The first of a cell's outputs that is a `view`. */
  payload<Name extends Payload["view"]>(id: string, view: Name): PayloadOf<Name> {
    const found = this.payloads(id).find((payload) => payload.view === view);
    if (!found) throw new Error(`${this.name}, cell ${id} shows no ${view}`);
    return found as PayloadOf<Name>;
  }

  /** All our outputs of a cell, checked. */
  payloads(id: string): Payload[] {
    return (this.#cell(id).outputs ?? []).flatMap(({ data }) => {
      const payload = data?.[UNROLL_MIME];
      if (payload === undefined) return [];
      return [
        parsePayload(typeof payload === "string" || Array.isArray(payload) ? JSON.parse(joined(payload)) : payload),
      ];
    });
  }

  #cell(id: string): Cell {
    const cell = this.cells.find((c) => c.id === id);
    if (!cell) throw new Error(`${this.name} has no cell ${id}; there are ${this.cells.map((c) => c.id).join(", ")}`);
    return cell;
  }
}

/** A note's lesson in both languages. @param name without ending, e.g. `001-two-steps-by-hand` */
export const bothLanguages = (name: string): readonly (readonly [string, Lesson])[] => [
  ["English", executed(`notes/${name}.ipynb`)],
  ["Chinese", executed(`notes/${name}.zh-cn.ipynb`)],
];
