/** docs/language.md: the reference of the equation language, made of its own tables and of what it answers. */
import { byHand } from "./byHand.js";
import { errorList } from "./errors.js";
import { firstNetwork } from "./firstNetwork.js";
import { functions } from "./functions.js";
import { anchor, parts } from "./markdown.js";
import { operators } from "./operators.js";
import { roles } from "./roles.js";
import { sizes } from "./sizes.js";
import { time } from "./time.js";
import { warnings } from "./warnings.js";
import { writing } from "./writing.js";

interface Section {
  readonly title: string;
  readonly about: string;
  readonly write: () => string;
}

const SECTIONS: readonly Section[] = [
  { title: "One network first", about: "from its equations to its gradient", write: firstNetwork },
  { title: "Lines, names and numbers", about: "how a text is written", write: writing },
  { title: "Time", about: "`[t]`, `[t-1]`, `[T]`, initial values, no time at all", write: time },
  { title: "Operators", about: "what they give, and which binds tighter", write: operators },
  { title: "Functions and losses", about: "values, slopes, where they are defined", write: functions },
  { title: "What a name is", about: "input, parameter, state, loss…", write: roles },
  { title: "Sizes", about: "which are given, and which follow", write: sizes },
  { title: "Formulas by hand", about: "claims that are held against backpropagation", write: byHand },
  { title: "Warnings", about: "what is legal and probably not meant", write: warnings },
  { title: "Errors", about: "each with a text that provokes it", write: errorList },
];

/** The whole page. */
export function languagePage(): string {
  const contents = SECTIONS.map(({ title, about }) => `- [${title}](#${anchor(title)}): ${about}`);
  return `${parts(
    "# The equation language",
    "The reference of the language in which Unroll's networks are written. From one text come the shapes, the forward pass, the gradient, the typeset equations, the unrolled graph and the number of parameters.",
    "This page is written by `npm run docs`, from the tables that the parser itself reads. Every example was run: the numbers are the engine's, the sentences are the parser's. [How the language is extended](contributing.md).",
    contents.join("\n"),
    SECTIONS.map(({ title, write }) => parts(`## ${title}`, write())),
  )}\n`;
}
