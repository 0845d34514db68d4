/** The texts of messages in the sources of the language, each literal a pattern of what it makes. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Node, parse } from "acorn";
import { full } from "acorn-walk";
import { transform } from "sucrase";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const FOLDERS = ["src/engine/language", "src/engine/byHand"];

/** A text of several words, pieces of which are filled in where `…` stands. */
export interface Message {
  readonly file: string;
  readonly text: string;
  /** Found in whatever is made of it. */
  readonly pattern: RegExp;
  /** Matches other messages that are this one with more of it said. */
  readonly whole: RegExp;
  /** How many characters of it are always there. */
  readonly length: number;
}

/** Files without messages of their own: what they hold is tables, or is said elsewhere than to who writes equations. */
const WITHOUT: Readonly<Record<string, string>> = {
  "foreignFunctions.ts": "names of other libraries' functions",
  "descriptions.ts": "what operators and time forms mean, of which each row is on the page",
  "rename.ts": "what notation(…) answers to new names, which are given in TypeScript",
};

export function messages(): Message[] {
  return FOLDERS.flatMap(filesIn).flatMap((file) =>
    literalsOf(readFileSync(join(root, file), "utf8")).map((pieces) => message(file, pieces)),
  );
}

function filesIn(folder: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true }) as string[];
  const read = names.filter((name) => name.endsWith(".ts") && !Object.hasOwn(WITHOUT, name)).sort();
  return read.map((name) => `${folder}/${name}`);
}

/** The literals of a source by their pieces. */
function literalsOf(source: string): string[][] {
  const { code } = transform(source, { transforms: ["typescript"], disableESTransforms: true });
  const found: string[][] = [];
  full(parse(code, { ecmaVersion: "latest", sourceType: "module" }), (node) => {
    const pieces = piecesOf(node);
    if (pieces && isProse(pieces)) found.push(pieces);
  });
  return found;
}

interface Literal extends Node {
  readonly value: unknown;
}
interface TemplateLiteral extends Node {
  readonly quasis: readonly { readonly value: { readonly cooked: string } }[];
}

function piecesOf(node: Node): string[] | undefined {
  if (node.type === "TemplateLiteral") return (node as TemplateLiteral).quasis.map(({ value }) => value.cooked);
  const { value } = node as Literal;
  return node.type === "Literal" && typeof value === "string" ? [value] : undefined;
}

/** A word and a blank, or a word and what is filled in. */
const isProse = (pieces: readonly string[]): boolean => /\p{Ll}{2,} \p{Ll}|\p{Ll} …|… \p{Ll}/u.test(pieces.join("…"));

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");

function message(file: string, pieces: readonly string[]): Message {
  const pattern = pieces.map(escaped).join("[^]*?");
  return {
    file,
    text: pieces.join("…"),
    pattern: new RegExp(pattern, "u"),
    whole: new RegExp(`^${pattern}$`, "u"),
    length: pieces.join("").length,
  };
}
