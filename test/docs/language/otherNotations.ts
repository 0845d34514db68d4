/** Functions of other libraries, and characters of other notations: what each is answered with. */
import {
  FORMULAS_OF_SEVERAL,
  FUNCTION_FORMULAS,
  formulaOf,
  NOTES,
} from "../../../src/engine/language/functionFormulas.js";
import { KNOWN_AS } from "../../../src/engine/language/functionSlips.js";
import { HINTS } from "../../../src/engine/language/hints/strayCharacter.js";
import { type Mistake, type Refusal, refusalOf, wordsOf } from "./errorText.js";
import { code, parts, plain, table } from "./markdown.js";

const ofOne = (name: string): Mistake => ({ text: `y[t] = ${name}(x[t])`, sizes: { x: 2, y: 2 } });
const ofSeveral = (name: string, count: number): Mistake => ({
  text: `y[t] = ${name}(${["a", "b", "c"].slice(0, count).join("[t], ")}[t])`,
});

/** What is written in place of a call, as the refusal says it. */
function formulaRow([name, formula]: readonly [string, string], { error }: Refusal): string[] {
  const words = wordsOf(error);
  if (!words.includes(`is written ${formula}.`)) throw new Error(`${name}: ${words}`);
  return [code(name), code(formula)];
}

/** So many arguments as its formula has letters. */
const countOf = (formula: string): number => (/\bc\b/u.test(formula) ? 3 : 2);

/** How somebody writes what only a note can answer. */
const noted = (name: string): Mistake => (formulaOf(name) === undefined ? ofOne(name) : ofSeveral(name, 3));

const KNOWN: readonly Mistake[] = Object.keys(KNOWN_AS).map((name) => ofSeveral(name, 2));

/** The last line of an answer without what every such answer has. */
const noteOf = (error: Error): string =>
  wordsOf(error)
    .split("\n")[1]!
    .replace(/^It is a function of [^.]*\. /u, "");

/** Where nothing else takes the character for a part of something; a root sign begins an operand. */
const stray = (character: string): Mistake => ({
  text: character === "√" ? `s[t] ${character} x[t]` : `s[t] = ${character} x[t]`,
});
const OTHERS = ["~", "²"];
const characters = [...HINTS.keys(), ...OTHERS];

function characterNote(character: string): string {
  const [problem, hint] = wordsOf(refusalOf(stray(character)).error).split("\n");
  if (problem !== `${character} has no meaning here`) throw new Error(`${character}: ${problem}`);
  return hint!;
}

/** Everything that is written here, and refused. */
export const otherNotationMistakes = (): Mistake[] => [
  ...Object.keys(FUNCTION_FORMULAS).map(ofOne),
  ...Object.entries(FORMULAS_OF_SEVERAL).map(([name, formula]) => ofSeveral(name, countOf(formula))),
  ...Object.keys(NOTES).map(noted),
  ...KNOWN,
  ...characters.map(stray),
];

export function otherFunctions(): string {
  return parts(
    "A function that the language lacks is refused, and the answer writes it out where a formula can. Capitals and `_` in its name make no difference: `leaky_relu`, `LeakyReLU`. These take one argument *x*:",
    table(
      ["function", "is written"],
      Object.entries(FUNCTION_FORMULAS).map((entry) => formulaRow(entry, refusalOf(ofOne(entry[0])))),
    ),
    "These take several, *a*, *b* and *c*:",
    table(
      ["function", "is written"],
      Object.entries(FORMULAS_OF_SEVERAL).map((entry) =>
        formulaRow(entry, refusalOf(ofSeveral(entry[0], countOf(entry[1])))),
      ),
    ),
    "What no formula can say:",
    table(
      ["function", "answer"],
      Object.keys(NOTES).map((name) => [code(name), plain(noteOf(refusalOf(noted(name)).error))]),
    ),
    "Short names of losses, and of what puts vectors together:",
    table(
      ["written", "answer"],
      KNOWN.map((mistake) => [code(mistake.text), plain(noteOf(refusalOf(mistake).error))]),
    ),
  );
}

export function otherCharacters(): string {
  return parts(
    "A character that is none of the language *has no meaning here*, and the answer says what to write:",
    table(
      ["character", "answer"],
      characters.map((character) => [code(character), plain(characterNote(character))]),
    ),
  );
}
