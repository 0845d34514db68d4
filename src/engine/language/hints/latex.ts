import { isFunctionName } from "../../functions/index.js";
import { LETTER_COMMANDS } from "../texName.js";
import { cover, type TokenReader } from "../tokenReader.js";
import { latexCommand } from "./foreignOperators.js";

/**
 * Refuses LaTeX where an operand should begin: `\tanh(…)`, `\sigma(…)`, `\alpha`.
 * @throws EquationError that says how it is written; nothing for any other command
 */
export function refuseLatex(reader: TokenReader): void {
  const command = latexCommand(reader);
  if (command === undefined) return;
  const replaces = cover(reader.peekAny().span, reader.ahead(1).span);
  const text = plainCommand(reader, command.slice(1));
  if (text === undefined) return;
  // `W\tanh(…)`
  const gap = /[\p{L}\p{M}\p{N}_]$/u.test(reader.source.slice(0, replaces.start)) ? " " : "";
  throw reader.error(replaces, `${command} is LaTeX`, `Without LaTeX it is written ${text}.`, [
    { text: gap + text, replaces },
  ]);
}

function plainCommand(reader: TokenReader, name: string): string | undefined {
  if (isFunctionName(name)) return name;
  const isCalled = /^(?:\s*\\left)?\s*\(/u.test(reader.source.slice(reader.ahead(1).span.end));
  return name === "sigma" && isCalled ? "sigmoid" : LETTER_COMMANDS.get(name);
}
