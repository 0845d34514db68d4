import type { FunctionName } from "../../functions/index.js";
import type { Expression } from "../ast.js";
import { formatAs, formatExpression } from "../format.js";
import type { Token } from "../lexer.js";
import { cover, type TokenReader } from "../tokenReader.js";

/** The error of `σ (…)` in a text that has a quantity σ too: a product, or the logistic function. */
export function ambiguousSign(reader: TokenReader, token: Token, name: FunctionName, argument: Expression): Error {
  const replaces = cover(token.span, argument.span);
  const left: Expression = { kind: "name", name: token.text, time: null, span: token.span };
  const product = formatAs(
    { kind: "binary", operator: "product", symbol: "*", left, right: argument, span: replaces },
    "chain",
  );
  const call = formatExpression({ kind: "call", function: name, arguments: [argument], span: replaces });
  return reader.error(
    replaces,
    `${token.text} is a quantity elsewhere in these equations, so this is a product or the function ${name}`,
    `Write ${call} or ${product}.`,
    [
      { text: call, replaces },
      { text: product, replaces },
    ],
  );
}
