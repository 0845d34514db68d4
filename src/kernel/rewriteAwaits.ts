import type { Program } from "acorn";
import { full } from "acorn-walk";
import type { CellEdit } from "./cellEdit.js";
import { AWAIT_FUNCTION, EACH_FUNCTION } from "./sessionAwaits.js";

/** `await x` → `await __unrollAwait( x)`, at every depth: what waits there can be given up by an interrupt. */
export function rewriteAwaits({ text }: CellEdit, program: Program): void {
  full(program, (node) => {
    if (node.type === "AwaitExpression") {
      text.appendLeft(node.start + "await".length, ` ${AWAIT_FUNCTION}(`);
      text.appendLeft(node.end, ")");
    }
    if (node.type === "ForOfStatement" && node.await) {
      text.appendRight(node.right.start, `${EACH_FUNCTION}(`);
      text.appendLeft(node.right.end, ")");
    }
  });
}
