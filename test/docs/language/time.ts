/** Time indices, and what stands before the first step. */
import { learned } from "../../../src/engine/index.js";
import {
  FARTHEST,
  type StatementTime,
  TIME_FORM_DESCRIPTIONS,
  TIME_FORMS,
  type TimeForm,
  type TimeFormRow,
} from "../../../src/engine/language/index.js";
import { built, type Example, results, unrolledText } from "./example.js";
import { code, fence, parts, table } from "./markdown.js";

/** When a statement is computed. */
const COMPUTED: Readonly<Record<StatementTime, { readonly written: string; readonly when: string }>> = {
  t: { written: "s[t] = …", when: "at every time step, 1 to T" },
  T: { written: "y[T] = …", when: "at the last time step only" },
  none: { written: "A = …", when: "once: outside time, or behind the last step where it reads `[T]`" },
};

interface FormText {
  readonly heading: string;
  readonly about: string;
  readonly example: Example;
}

const X = [1, 0, 0, 2];

/** In the order of the page. */
const FORMS: Readonly<Record<TimeForm, FormText>> = {
  now: {
    heading: "This step",
    about: "A name with this index that no line assigns is given by the task.",
    example: { text: "y[t] = 2 * x[t] + 1", given: { x: X } },
  },
  before: {
    heading: "Steps before",
    about: "A state carries something from step to step.",
    example: { text: "s[t] = 0.5 * s[t-1] + x[t]", given: { x: X } },
  },
  ahead: {
    heading: "Steps ahead",
    about:
      "The two directions of a bidirectional network are two states, each with a name of its own; none may read itself both ways.",
    example: { text: "r[t] = 0.5 * r[t+1] + x[t]", given: { x: X } },
  },
  last: {
    heading: "The last step",
    about: "So a network reads many inputs and gives one answer. What has a value at every step may be read so too.",
    example: { text: "s[t] = 0.5 * s[t-1] + x[t]\ny[T] = 10 * s[T]", given: { x: X } },
  },
  beforeLast: {
    heading: "Before the last step",
    about: "It counts from the end, however long the sequence is.",
    example: { text: "d[T] = x[T] - x[T-3]", given: { x: X } },
  },
  none: {
    heading: "No index",
    about: "What a line computes from parameters is computed once.",
    example: { text: "k = exp(-dt / tau)\ns[t] = k * s[t-1] + x[t]", given: { dt: 1, tau: 2, x: X } },
  },
};

const INITIAL: readonly { readonly about: string; readonly example: Example }[] = [
  {
    about: "Given, to `build`:",
    example: { text: "s[t] = 0.5 * s[t-1] + x[t]", given: { x: X }, initial: { s: 8 }, sizes: { s: 1 } },
  },
  {
    about: "A state that looks farther back begins with the same value at all times before the first:",
    example: { text: "s[t] = s[t-1] + s[t-2] + x[t]", given: { x: [0, 0, 0, 0] }, initial: { s: 1 }, sizes: { s: 1 } },
  },
  {
    about: "Of a layer that runs backward, it stands behind the last step:",
    example: { text: "r[t] = 0.5 * r[t+1] + x[t]", given: { x: X }, initial: { r: 8 }, sizes: { r: 1 } },
  },
];

function learnedText(): string {
  const { model } = built({
    text: "s[t] = tanh(U x[t] + W s[t-1])",
    given: { x: [[1, 2]] },
    sizes: { s: 3 },
    initial: { s: learned },
  });
  const names = Object.entries(model.parameters).map(([name, { shape }]) => `${code(name)} (${shape.join("×")})`);
  return `Learned, by \`build(…, { initial: { s: learned } })\`: it is then a parameter which begins at zero. The parameters of \`s[t] = tanh(U x[t] + W s[t-1])\` are ${names.join(", ")}.`;
}

const readers = ({ readIn }: TimeFormRow): string => readIn.map((time) => code(COMPUTED[time].written)).join(", ");

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const titleOf = (form: TimeForm): string => {
  const { written } = TIME_FORMS[form];
  return written === "" ? FORMS[form].heading : `${FORMS[form].heading}: \`${written}\``;
};

export function time(): string {
  const rows = (Object.keys(FORMS) as TimeForm[]).map((form): [TimeForm, TimeFormRow] => [form, TIME_FORMS[form]]);
  return parts(
    `A sequence has one value at each time step *t* = 1, 2, …, *T*. An index says which one; *k* is a whole number from 1 to ${FARTHEST}.`,
    table(
      ["written", "means", "may be assigned", "read in lines of"],
      rows.map(([form, row]) => [
        row.written === "" ? "*no index*" : code(row.written),
        TIME_FORM_DESCRIPTIONS[form].meaning,
        row.isAssigned ? "yes" : "no",
        readers(row),
      ]),
    ),
    "A line is computed when its left side says:",
    table(
      ["left side", "computed"],
      Object.values(COMPUTED).map(({ written, when }) => [code(written), when]),
    ),
    rows.map(([form]) => {
      const { about, example } = FORMS[form];
      return parts(
        `### ${titleOf(form)}`,
        `${capital(TIME_FORM_DESCRIPTIONS[form].doc)}. ${about}`,
        unrolledText(example),
      );
    }),
    "### Initial values",
    "Before its first step a state is zero, unless something else is said. No line of the text says it: `s[0] = …` is refused.",
    INITIAL.map(({ about, example }) => parts(about, unrolledText(example).split("\n\n"))),
    learnedText(),
    "### A text without time",
    "When no name has an index, there is no time at all: a feed-forward network. What a matrix is multiplied with is then the input (`x` in `W x` and in `A * B * x`; a number is no matrix), what stands only as the first argument of losses the target, and everything else that is not assigned a parameter. Where that is not what is meant, write the inputs as `x[t]`, for one time step.",
    timelessText(),
  );
}

function timelessText(): string {
  const example: Example = {
    text: "h = relu(W x + b)\ny = V h",
    given: {
      x: [1, 2],
      W: [
        [1, 1],
        [1, -1],
      ],
      b: [0, 0],
      V: [[2, 1]],
    },
  };
  const { model } = built(example);
  return parts(
    fence(example.text),
    fence(model.roles.text()),
    `With ${Object.entries(example.given)
      .map(([name, numbers]) => code(`${name} = ${JSON.stringify(numbers).replaceAll(",", ", ")}`))
      .join(", ")}: ${results(example).map(code).join(", ")}.`,
  );
}
