import { isFunctionName } from "../../functions/index.js";
import type { Expression } from "../ast.js";
import type { TokenReader } from "../tokenReader.js";

const OWNER = /^(?:self|this)\.(\p{L}[\p{L}\p{N}_]*)/u;
/** `np.tanh`, `torch.nn.functional.relu`. F may be a matrix too, with a product of its own. */
const LIBRARY =
  /^(?!F\.(?:dot|matmul|transpose)\b)(?:np|numpy|torch|nn|F|tf|jnp|jax|keras|math)(?:\.\p{L}[\p{L}\p{N}_]*)*\.(\p{L}[\p{L}\p{N}_]*)(?=\()/u;

/**
 * Refuses a dot behind an operand, as other languages have it: `np.tanh(…)`, `W.dot(x)`, `a.sum()`.
 * @throws EquationError that says how it is written
 */
export function refuseAttribute(reader: TokenReader, operand: Expression): void {
  if (!reader.isStray(".")) return;
  const { start } = operand.span;
  const rest = reader.source.slice(start);
  const [owned, name] = LIBRARY.exec(rest) ?? OWNER.exec(rest) ?? [];
  if (operand.kind === "name" && owned && name) {
    const replaces = { ...operand.span, end: start + owned.length };
    const text = isFunctionName(name.toLowerCase()) ? name.toLowerCase() : name;
    throw reader.error(replaces, "names have no owner here", `Write ${text}.`, [{ text, replaces }]);
  }
  throw reader.error(reader.peekAny().span, ". has no meaning here", DOT);
}

const DOT =
  "A product is written W x[t] or a .* b, a transpose W', a function sum(a), an elementwise operator .* ./ .^, a number 0.5.";
