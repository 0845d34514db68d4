/** Formulas written by hand: the same language, with forms of its own. */
import type { HandForm } from "../../../src/engine/byHand/handForms.js";
import { checkByHand, type HandCheck, learned, type Trace } from "../../../src/engine/index.js";
import { elmanTrace, lastStepTrace } from "./handTraces.js";
import { code, fence, parts, table } from "./markdown.js";

interface FormText {
  readonly written: readonly string[];
  readonly means: string;
  /** Formulas of {@link LAST_STEP}, and right. */
  readonly example: string;
  readonly trace?: () => Trace;
}

const FORMS: Readonly<Record<HandForm["is"] | "sum", FormText>> = {
  condition: {
    written: ["[t = T] a", "[t < T] a", "[t > 1] a"],
    means: "*a* where it holds, zero at all other time steps",
    example: "dE_ds[t] = [t = T] V' dE_dy[T] + W' ([s[t+1] > 0] .* dE_ds[t+1])",
  },
  positive: {
    written: ["[a > 0]"],
    means: "1 where an entry of *a* is positive, else 0: the slope of relu",
    example: "δ[t] = [s[t] > 0] .* dE_ds[t]\ndE_dU[t] = δ[t] x[t]'",
  },
  sum: {
    written: ["Σ_t a[t]", "Σ_τ a[τ]"],
    means: "the sum over all time steps, of all up to the next + or -",
    example: "dE_dU = Σ_t ([s[t] > 0] .* dE_ds[t]) x[t]'",
  },
  moment: {
    written: ["s[0]", "δ[1]"],
    means: "the value at one time step; `dE_ds[0]` is a claim where `s[0]` is learned",
    example: "dE_ds[0] = W' ([s[1] > 0] .* dE_ds[1])",
    trace: () => lastStepTrace({ initial: { s: learned } }).trace,
  },
  rows: {
    written: ["a[1:3]"],
    means: "rows 1 to 3 of *a*",
    example: "dE_dV[T] = dE_dy[T] concat(s[T][1:1], s[T][2:2])'",
  },
  ones: {
    written: ["ones(3, 1)"],
    means: "a matrix of ones, of so many rows and columns",
    example: "dE_dV[T] = (dE_dy[T] * ones(1, 2)) .* s[T]'",
  },
  timeSteps: {
    written: ["T"],
    means: 'the number of time steps, here of `{ reduction: "mean" }`',
    example: "dE_dy[T] = (y[T] - target[T]) / T",
    trace: () => lastStepTrace({}, "mean").trace,
  },
};

const DELTA = `δ[t] = (1 - s[t] .^ 2) .* (V' (y[t] - target[t]) + W' δ[t+1])
dE_dW[t] = δ[t] s[t-1]'
dE_dV[t] = (y[t] - target[t]) s[t]'`;
/** The same without the path through time. */
const ONE_PATH = "dE_ds[t] = V' (y[t] - target[t])";

function verdicts({ rows, tolerance }: HandCheck): string[][] {
  return rows.map(({ name, at, difference, differing, worst }) => {
    const isRight = difference <= tolerance;
    const digits = (x: number): string => String(Number(x.toPrecision(4)));
    const where = worst.time === null ? "" : ` at t = ${worst.time}`;
    return [
      code(at === null ? name : `${name}[${at}]`),
      isRight ? "right" : `wrong at t = ${differing?.join(", ")}`,
      isRight
        ? ""
        : `${digits(worst.yours)} in place of ${digits(worst.right)}${where}, row ${worst.row}, column ${worst.column}`,
    ];
  });
}

/** @throws Error where a formula of the page is wrong */
function formRow({ written, means, example, trace = () => lastStepTrace().trace }: FormText): string[] {
  const check = checkByHand(trace(), example);
  if (!check.passed) throw new Error(`${example}: ${JSON.stringify(check.rows)}`);
  return [written.map(code).join("<br>"), means, example.split("\n").map(code).join("<br>")];
}

const claims = table.bind(undefined, ["claim", "result", "where to look"]);

export function byHand(): string {
  return parts(
    "`gradientCheck(trace, text)` reads formulas in the same language and holds each against backpropagation. A name of the network is its value in the trace. `dE_dX`, the loss before and a name of the network behind, is a gradient: assigned, it is a claim; only read, it is backpropagation's own. All other names that are assigned are yours. `[t+1]` recurs back in time, and is zero beyond *T*.",
    "Of the network",
    fence(elmanTrace().text),
    "this is claimed:",
    fence(DELTA),
    claims(verdicts(checkByHand(elmanTrace().trace, DELTA))),
    "A path is missing here:",
    fence(ONE_PATH),
    claims(verdicts(checkByHand(elmanTrace().trace, ONE_PATH))),
    "A sequence's claim is ∂E/∂X at each time step. A parameter's claim with `[t]` is what that time step contributes, whose sum is the gradient; with `[T]` or without an index it is one thing, the whole. A name may be assigned twice, at `[T]` and at `[t]`: the second then holds before *T*.",
    "### Forms of their own",
    "Formulas by hand have these forms beside those of networks. The examples are right for",
    fence(lastStepTrace().text),
    table(["written", "means", "for example"], Object.values(FORMS).map(formRow)),
  );
}
