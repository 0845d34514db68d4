/** Functions of other libraries, and characters of other notations: what each is answered with. */
import { FORMULAS, NOTES } from "../../../src/engine/language/functionFormulas.js";
import { HINTS } from "../../../src/engine/language/hints/strayCharacter.js";
import { type Mistake, refusalOf, wordsOf } from "./errorText.js";
import { code, parts, plain, table } from "./markdown.js";

const called = (name: string): Mistake => ({ text: `y[t] = ${name}(x[t])`, sizes: { x: 2, y: 2 } });

/** The first line of an answer's hint. */
const noteOf = (mistake: Mistake): string => wordsOf(refusalOf(mistake).error).split("\n")[1]!;

/** What is written in place of a call, as the refusal says it. */
function formulaRow([name, formula]: readonly [string, string]): string[] {
  const note = noteOf(called(name));
  const [, written] = /^(.*) is written (.*)\.$/u.exec(note) ?? [];
  if (!written || !note.endsWith(` is written ${formula}.`)) throw new Error(`${name}: ${note}`);
  return [code(written), code(formula)];
}

/** Where nothing else takes the character for a part of something; a root sign begins an operand. */
const stray = (character: string): Mistake => ({
  text: character === "√" ? `s[t] ${character} x[t]` : `s[t] = ${character} x[t]`,
});
const OTHERS = ["~", "²"];
const characters = [...Object.keys(HINTS), ...OTHERS];

function characterNote(character: string): string {
  const [problem, hint] = wordsOf(refusalOf(stray(character)).error).split("\n");
  if (problem !== `${character} has no meaning here`) throw new Error(`${character}: ${problem}`);
  return hint!;
}

/** Everything that is written here, and refused. */
export const otherNotationMistakes = (): Mistake[] => [
  ...[...Object.keys(FORMULAS), ...Object.keys(NOTES)].map(called),
  ...characters.map(stray),
];

export function otherFunctions(): string {
  return parts(
    "A function that the language lacks is refused, and the answer writes it out where a formula can. Capitals and `_` in its name make no difference: `leaky_relu`, `LeakyReLU`.",
    table(["function", "is written"], Object.entries(FORMULAS).map(formulaRow)),
    "What no formula can say:",
    table(
      ["function", "answer"],
      Object.keys(NOTES).map((name) => [code(name), plain(noteOf(called(name)))]),
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
