import { EquationError, OptionError } from "../errors.js";
import { isFunctionName } from "../functions/index.js";
import type { CheckedEquations } from "./ast.js";
import { check } from "./check.js";
import { type Token, tokenize } from "./lexer.js";
import { suggestion } from "./nearestName.js";
import { namesOf } from "./sizes.js";

/** New names by old ones, both as the language reads them. */
export type NewNames = ReadonlyMap<string, string>;

/**
 * Checks new names by themselves, before any equations are known.
 * @param names new names by old ones: `{ s: "a", W: "W_aa" }`
 * @throws OptionError for what is no name, for a name that means something else, and for two names that become one
 */
export function newNames(names: Readonly<Record<string, string>>): NewNames {
  const found = new Map(Object.entries(names).map(([old, name]) => [nameIn(old) ?? old, newName(old, name)]));
  const oldOf = new Map<string, string>();
  for (const [old, name] of found) {
    const other = oldOf.get(name);
    if (other !== undefined)
      throw new OptionError(`${other} and ${old} both become ${name}: two quantities need two names`);
    oldOf.set(name, old);
  }
  return found;
}

/**
 * Writes equations in other names, all exchanged at once, so that two may swap theirs. Comments, blanks and layout stay.
 * @returns the new text
 * @throws OptionError for a name that the equations do not have, a new one that another quantity bears already, and one
 * that would change what the equations say
 */
export function rename(checked: CheckedEquations, names: NewNames): string {
  const known = namesOf(checked);
  for (const old of names.keys())
    if (!known.includes(old))
      throw new OptionError(`nothing in these equations is called ${old}. ${suggestion(withoutIndex(old), known)}`);
  refuseTaken(names, known);
  const text = renamedText(checked.source, names);
  refuseOtherRoles(checked, readAgain(text), names);
  return text;
}

function newName(old: string, name: unknown): string {
  const read = typeof name === "string" ? nameIn(name) : undefined;
  if (read === undefined)
    throw new OptionError(
      `${old} cannot become ${JSON.stringify(name) ?? String(name)}: expected one name of letters, digits and _, such as "W_aa" or "ŷ"`,
    );
  if (read === "t" || read === "T")
    throw new OptionError(`${old} cannot become ${read}: ${read} is the time itself and stands only in an index`);
  if (isFunctionName(read)) throw new OptionError(`${old} cannot become ${read}: that is a function of the language`);
  return read;
}

/** A text that is exactly one name, as the language reads it. */
function nameIn(text: string): string | undefined {
  try {
    const [token] = tokenize(text);
    return token?.kind === "name" && token.span.end === text.length && !token.spaced ? token.text : undefined;
  } catch (error) {
    if (error instanceof EquationError) return undefined;
    throw error;
  }
}

/** `s[t-1]` is a reading of `s`. */
const withoutIndex = (name: string): string => name.replace(/\s*\[.*$/su, "");

function refuseTaken(names: NewNames, known: readonly string[]): void {
  for (const [old, name] of names)
    if (known.includes(name) && !names.has(name))
      throw new OptionError(
        `${old} cannot become ${name}: ${name} stands in these equations already. Give it another name too: { ${old}: "${name}", ${name}: … }`,
      );
}

function renamedText(source: string, names: NewNames): string {
  const pieces: string[] = [];
  let end = 0;
  tokenize(source).forEach((token, i, tokens) => {
    // t and T are the time, and functions are no quantities: `names` has neither
    const name = token.kind === "name" ? names.get(token.text) : undefined;
    if (name === undefined) return;
    pieces.push(source.slice(end, token.span.start), isExponent(tokens[i - 1], token, name) ? " " : "", name);
    end = token.span.end;
  });
  return pieces.join("") + source.slice(end);
}

/** `2s[t]` with s renamed e3 would read as the number 2e3. */
const isExponent = (before: Token | undefined, { spaced }: Token, name: string): boolean =>
  before?.kind === "number" && !spaced && /^e\d/iu.test(name);

function readAgain(text: string): CheckedEquations {
  try {
    return check(text);
  } catch (error) {
    if (!(error instanceof EquationError)) throw error;
    throw new OptionError(`with these names the equations do not read as they did: ${error.message}`, { cause: error });
  }
}

/** `s (a + b)` with s renamed σ reads as a function, and a name can make a statement a loss, see {@link CheckedEquations.losses}. */
function refuseOtherRoles(before: CheckedEquations, after: CheckedEquations, names: NewNames): void {
  for (const [old, name] of names) {
    const refused = `${old} cannot become ${name}:`;
    if (!namesOf(after).includes(name))
      throw new OptionError(`${refused} before a bracket that is a function. Write its product as ${old} * (…) first`);
    const [was, is] = [before.losses.includes(old), after.losses.includes(name)];
    if (was && !is)
      throw new OptionError(
        `${refused} it is a loss by its name alone. A loss is called E, L, J or loss, also with digits or a subscript`,
      );
    if (is && !was) throw new OptionError(`${refused} a statement with that name is a loss, and ${old} is none`);
  }
}
