/** docs/language.md is what the language says of itself: `npm run docs` after a change, then read the difference. */
import { beforeAll, describe, expect, it } from "vitest";
import * as errors from "../../src/engine/errors.js";
import { ROLE_WORDS } from "../../src/engine/index.js";
import { FUNCTION_NAMES, OPERATORS, TIME_FORMS } from "../../src/engine/language/index.js";
import type { Spelling } from "../../src/engine/language/operators.js";
import { classMistakes } from "./language/errors.js";
import { refusalOf, wordsOf } from "./language/errorText.js";
import { anchor, code } from "./language/markdown.js";
import { type Message, messages } from "./language/messages.js";
import { CHAPTERS } from "./language/mistakes.js";
import { otherNotationMistakes } from "./language/otherNotations.js";
import { languagePage } from "./language/page.js";
import { warned } from "./language/warnings.js";

let page: string;
beforeAll(() => {
  page = languagePage();
});

it("the page is the language's own", async () => {
  await expect(page).toMatchFileSnapshot("../../docs/language.md");
});

it("everything in the language's tables is on the page", () => {
  const spellings: readonly Spelling[] = Object.values(OPERATORS).flatMap((row): readonly Spelling[] => row.spellings);
  const written = [
    ...spellings.flatMap(({ symbol, twins = "" }) => [symbol, ...twins]),
    ...Object.values(TIME_FORMS).map((row) => row.written),
    ...Object.values(errors).map(({ name }) => name),
  ].filter((text) => text !== "");
  for (const text of written) expect(page).toContain(code(text));
  for (const role of Object.keys(ROLE_WORDS.roles)) expect(page).toContain(`\n| ${role} | `);
  for (const name of FUNCTION_NAMES) expect(page).toMatch(new RegExp(`\\n\\| \`${name}[(\`]`, "u"));
  for (const { kind } of warned()) expect(page).toContain(`### ${code(kind)}`);
});

it("no two headings share a link, and every link leads somewhere", () => {
  const anchors = [...page.matchAll(/^#+ (.+)$/gmu)].map(([, heading]) => anchor(heading!));
  expect(new Set(anchors).size).toBe(anchors.length);
  for (const [, to] of page.matchAll(/\]\(#([^)]+)\)/gu)) expect(anchors).toContain(to);
});

/** Texts that no equations provoke, and why. */
const UNPROVOKED: Readonly<Record<string, string>> = {
  "an exponent is a constant": "refused by the parser before",
};

/** Who says what another file words before anything is thrown. */
const SAID_BY: Readonly<Record<string, string>> = {
  "src/engine/language/nearestName.ts": "src/engine/language/sizes.ts",
};

/** A short text is found in many answers; then one must come from its own file. */
const SHORT = 24;

describe("every message of the language is provoked on the page", () => {
  const answers = [
    ...[...classMistakes(), ...CHAPTERS.flatMap((chapter) => chapter.mistakes), ...otherNotationMistakes()].map((m) => {
      const { error, files } = refusalOf(m);
      return { words: wordsOf(error), files };
    }),
    ...warned().map(({ message }) => ({ words: message, files: new Set(["src/engine/language/warnings.ts"]) })),
  ];
  const all = messages();
  const isAmbiguous = (m: Message): boolean =>
    m.length <= SHORT && all.some(({ file, text }) => file !== m.file && m.pattern.test(text));
  const isProvoked = (m: Message): boolean => {
    const special = all.filter((other) => other.file === m.file && other.length > m.length && m.whole.test(other.text));
    const from = isAmbiguous(m) ? (SAID_BY[m.file] ?? m.file) : undefined;
    return answers.some(
      (answer) =>
        m.pattern.test(answer.words) &&
        (from === undefined || answer.files.has(from)) &&
        !special.some(({ pattern }) => pattern.test(answer.words)),
    );
  };

  it("but for those that nothing reaches", () => {
    const missing = all.filter((m) => !isProvoked(m)).map(({ text, file }) => `${file}: ${text}`);
    expect(missing.filter((m) => !Object.keys(UNPROVOKED).some((text) => m.endsWith(`: ${text}`)))).toEqual([]);
  });

  it("of which each is there", () => {
    for (const text of Object.keys(UNPROVOKED)) expect(all.map((m) => m.text)).toContain(text);
  });
});
