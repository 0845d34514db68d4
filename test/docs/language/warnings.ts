/** What is legal and probably not meant. */
import { type Batch, Definition, type Warning } from "../../../src/engine/index.js";
import { backendsDiffer } from "../../../src/engine/selfCheck/backendsDiffer.js";
import { code, fence, parts, table } from "./markdown.js";

type Kind = Warning["kind"];

interface WarningText {
  readonly when: string;
  readonly text?: string;
  /** All that were told. */
  readonly warnings: () => readonly Warning[];
}

const LOSS = "s[t] = tanh(U x[t] + W s[t-1])\nE[t] = squaredError(target[t], s[t])";
const ONE_OUTPUT = "s[t] = tanh(U x[t] + W s[t-1])\ny[t] = softmax(V s[t])\nE[t] = crossEntropy(target[t], y[t])";
const ofText = (text: string) => ({ text, warnings: () => new Definition(text).warnings });

/** What a model says of a batch that gives too much. */
function ofBatch(text: string, more: Batch): readonly Warning[] {
  const model = new Definition(text).build({ x: 1, s: 1 });
  model.forward({ x: [1, 2], target: [0, 0], ...more });
  return model.warnings;
}

const WARNINGS: Readonly<Record<Kind, readonly WarningText[]>> = {
  unreadStatement: [
    { when: "A statement is no loss, and no loss depends on it.", ...ofText(`${LOSS}\np[t] = softmax(V s[t])`) },
    { when: "It is one number, and may be meant as a loss.", ...ofText(`${LOSS}\nR = 0.01 * sum(W .^ 2)`) },
  ],
  unknownFunction: [
    {
      when: "A name before a bracket is taken for a function, which the language does not have.",
      ...ofText("s[t] = leaky_relu(U x[t])\nE[t] = squaredError(target[t], s[t])"),
    },
  ],
  softmaxOfOne: [
    {
      when: "A built network takes softmax of a single number. Told beside its equations.",
      text: ONE_OUTPUT,
      warnings: () => new Definition(ONE_OUTPUT).build({ x: 1, s: 2, y: 1 }).warnings,
    },
  ],
  unreadKey: [
    {
      when: "A batch gives what the equations do not read, `z` for example.",
      text: LOSS,
      warnings: () => ofBatch(LOSS, { z: [1, 2] }),
    },
    {
      when: "A batch gives what the equations compute, `s` for example.",
      text: LOSS,
      warnings: () => ofBatch(LOSS, { s: [1, 2] }),
    },
  ],
  backendsDiffer: [
    {
      when: "A network's check of itself failed: the fast engine and the reference gave different numbers. This never depends on what is written.",
      warnings: () => [backendsDiffer("s[2]: 0.25 instead of 0.5")],
    },
  ],
};

/** Every example, with the warnings of the kind that it is for. */
export const warned = (): readonly Warning[] =>
  (Object.entries(WARNINGS) as [Kind, readonly WarningText[]][]).flatMap(([kind, examples]) =>
    examples.flatMap(({ warnings, when }) => {
      const found = warnings().filter((warning) => warning.kind === kind);
      if (found.length !== 1) throw new Error(`${found.length} warnings of kind ${kind} where ${when}`);
      return found;
    }),
  );

function exampleText(kind: Kind, { when, text, warnings }: WarningText): string {
  const { message, suggestion } = warnings().find((warning) => warning.kind === kind)!;
  return parts(
    when,
    fence([...(text ? [text, ""] : []), message].join("\n")),
    suggestion === null ? [] : [`\`suggestion\`: ${code(suggestion)}`],
  );
}

export function warnings(): string {
  return parts(
    "A warning refuses nothing. A notebook shows it below the cell; `definition.warnings` and `model.warnings` hold it, each with a `kind`, the `name` that it is about, a `message`, and a `suggestion` where it is certain what to write.",
    table(
      ["kind", "when"],
      (Object.entries(WARNINGS) as [Kind, readonly WarningText[]][]).map(([kind, [first]]) => [
        code(kind),
        first!.when,
      ]),
    ),
    (Object.entries(WARNINGS) as [Kind, readonly WarningText[]][]).map(([kind, examples]) =>
      parts(
        `### \`${kind}\``,
        examples.map((example) => exampleText(kind, example)),
      ),
    ),
  );
}
