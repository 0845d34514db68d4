/** The conditions of a module, and what each may be broken into. */
import { parse } from "acorn";
import { full } from "acorn-walk";
import { transformSync } from "esbuild";

/** Comparisons that differ at one value. */
const NEIGHBOURS = { "<": "<=", "<=": "<", ">": ">=", ">=": ">", "===": "!==", "!==": "===" };

/**
 * @typedef {object} Mutant
 * @property {string} file  relative to the root
 * @property {string} what  the condition as it stands, → what it becomes; with a number where it stands several times
 * @property {string} code  the whole module with it
 */

/** @param {string} file @param {string} source TypeScript @returns {Mutant[]} */
export function mutantsOf(file, source) {
  const { code } = transformSync(source, { loader: "ts", target: "es2022" });
  const tree = parse(code, { ecmaVersion: "latest", sourceType: "module" });
  /** @type {Map<string, [number, number]>} */
  const found = new Map();
  const add = (node, text) => found.set(`${node.start} ${node.end} ${text}`, [node.start, node.end]);
  const both = (node) => ["true", "false"].map((text) => add(node, text));
  full(tree, (node) => {
    if (node.type === "IfStatement" || node.type === "ConditionalExpression") both(node.test);
    if (node.type === "LogicalExpression" && node.operator !== "??") [node.left, node.right].forEach(both);
    if (node.type === "BinaryExpression" && NEIGHBOURS[node.operator]) {
      both(node);
      add(
        node,
        `${code.slice(node.left.start, node.left.end)} ${NEIGHBOURS[node.operator]} ${code.slice(node.right.start, node.right.end)}`,
      );
    }
  });
  const seen = new Map();
  return [...found].map(([key, [start, end]]) => {
    const text = key.replace(/^\d+ \d+ /u, "");
    const name = `${code.slice(start, end).replace(/\s+/gu, " ")} → ${text.replace(/\s+/gu, " ")}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return {
      file,
      what: times > 1 ? `${name} (${times})` : name,
      code: `${code.slice(0, start)}(${text})${code.slice(end)}`,
    };
  });
}
