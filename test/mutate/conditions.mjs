/** The conditions of a module, and what each may be broken into. */
import { parse } from "acorn";
import { full } from "acorn-walk";
import { transformSync } from "esbuild";
import MagicString from "magic-string";

/** Comparisons that differ at one value. */
const NEIGHBOURS = { "<": "<=", "<=": "<", ">": ">=", ">=": ">", "===": "!==", "!==": "===" };

/**
 * @typedef {object} Mutant
 * @property {number} id  at which it is turned on
 * @property {string} file  relative to the root
 * @property {string} what  the condition as it stands, → what it becomes; with a number where it stands several times
 */

/**
 * A module with all its mutants, each turned off: `mutation.is(id)` (switch.mjs) turns it on.
 * @param {string} file @param {string} source TypeScript @param {number} first id
 * @returns {{ code: string, mutants: Mutant[] }}
 */
export function switchedConditions(file, source, first) {
  const { code } = transformSync(source, { loader: "ts", target: "es2022" });
  const broken = brokenConditions(code);
  const named = new Names();
  const mutants = broken.map(({ start, end, text }, i) => ({
    id: first + i,
    file,
    what: named.of(`${inOneLine(code.slice(start, end))} → ${inOneLine(text)}`),
  }));
  return { code: withSwitches(code, broken, first), mutants };
}

/** @returns {{ start: number, end: number, text: string }[]} each place with what may stand there instead */
function brokenConditions(code) {
  const found = new Map();
  const add = ({ start, end }, text) => found.set(`${start} ${end} ${text}`, { start, end, text });
  const both = (node) => ["true", "false"].map((text) => add(node, text));
  full(parse(code, { ecmaVersion: "latest", sourceType: "module" }), (node) => {
    if (node.type === "IfStatement" || node.type === "ConditionalExpression") both(node.test);
    if (node.type === "LogicalExpression" && node.operator !== "??" && !isOfEnum(node))
      [node.left, node.right].forEach(both);
    if (node.type !== "BinaryExpression" || !NEIGHBOURS[node.operator]) return;
    const [left, right] = [node.left, node.right].map(({ start, end }) => code.slice(start, end));
    both(node);
    add(node, `${left} ${NEIGHBOURS[node.operator]} ${right}`);
  });
  return [...found.values()];
}

/** `Code || {}`: what an enum becomes is no condition of ours. */
const isOfEnum = ({ right }) => right.type === "ObjectExpression";

/** Every place as a choice between what may stand there and what does: (mutation.is(7) ? true : mutation.is(8) ? false : a < b) */
function withSwitches(code, broken, first) {
  const places = new Map();
  broken.forEach(({ start, end, text }, i) => {
    const known = places.get(`${start} ${end}`) ?? { start, end, choices: [] };
    known.choices.push(`mutation.is(${first + i}) ? (${text}) : `);
    places.set(`${start} ${end}`, known);
  });
  const switched = new MagicString(code);
  // the inner ones first: what stands around them is put around their brackets
  for (const { start, end, choices } of [...places.values()].sort((a, b) => a.end - a.start - (b.end - b.start)))
    switched.prependRight(start, `(${choices.join("")}(`).appendLeft(end, "))");
  return switched.toString();
}

const inOneLine = (text) => text.replace(/\s+/gu, " ");

/** Names of which one that comes again gets a number. */
export class Names {
  #times = new Map();

  of(name) {
    const times = (this.#times.get(name) ?? 0) + 1;
    this.#times.set(name, times);
    return times > 1 ? `${name} (${times})` : name;
  }
}
