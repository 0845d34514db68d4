import { ShapeError, type Suggestion } from "../errors.js";
import type { CheckedEquations, Span } from "./ast.js";
import { mayBeNumber } from "./capitals.js";
import { type Dimension, lengthOf, originOf, type ShapeVariable } from "./dimensions.js";
import { formatSizes, type GivenSizes } from "./sizes.js";

/** `1 row`, `2 rows`. */
export const plural = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** Where sizes are given: in `build`, or by a network whose values a text written by hand uses. */
export type SizesFrom = "build" | "network";

/** Words the errors of shapes: where lengths come from, and which size to give. */
export class ShapeProblems {
  constructor(
    private readonly checked: CheckedEquations,
    private readonly sizes: GivenSizes,
    private readonly from: SizesFrom,
  ) {}

  error(span: Span, problem: string, hint?: string, suggestions: readonly Suggestion[] = []): ShapeError {
    return new ShapeError({ source: this.checked.source, span, problem, ...(hint ? { hint } : {}), suggestions });
  }

  /** Which given sizes the lengths come from; undefined when they come from none. */
  origins(lengths: readonly Dimension[]): string | undefined {
    const known = lengths.filter((d) => originOf(d) !== undefined);
    if (known.length === 0) return undefined;
    const parts = [...new Set(known.map((d) => `the ${lengthOf(d)} from ${originOf(d)}`))];
    const text = parts.join(", ").replace("the", "The").replace("from", "comes from");
    if (this.from === "network") return `${text}.`;
    return `${text}: build(${formatSizes(this.sizes, [...new Set(known.map((d) => originOf(d)!))])}).`;
  }

  /** What to do where a vector is assigned a matrix, or a row; undefined where it is another vector. */
  asMatrix(name: string, own: ShapeVariable, { rows, columns }: ShapeVariable): string | undefined {
    const [r, c] = [lengthOf(rows), lengthOf(columns)];
    if (this.from === "network" || lengthOf(own.columns) !== 1 || c === 1) return undefined;
    return `Vectors are columns, a row is turned by ': (x[t]' W)'. If ${name} is no vector, give build({ ${name}: [${r}, ${c}] }).`;
  }

  /** Asks for a size that decides the others: that of a sequence before that of a parameter. */
  missing(shapes: ReadonlyMap<string, ShapeVariable>): ShapeError {
    const { inputs, statements, parameters } = this.checked;
    const isOpen = ({ name }: { readonly name: string }): boolean => {
      const { rows, columns } = shapes.get(name)!;
      return lengthOf(rows) === undefined || lengthOf(columns) === undefined;
    };
    const sequences = [...inputs, ...statements.map(({ name, nameSpan }) => ({ name, span: nameSpan }))];
    const sequence = sequences.find(isOpen);
    const { name, span } = sequence ?? parameters.find(isOpen)!;
    const isVector = lengthOf(shapes.get(name)!.columns) === 1;
    const isUnclear = !sequence && !isVector && mayBeNumber(name);
    const inBuild = isUnclear
      ? `For a number give build({ ${name}: 1 }), for a matrix build({ ${name}: [rows, columns] }).`
      : `Give it in build({ ${name}: ${isVector ? "…" : "[rows, columns]"} }).`;
    const isGiven = this.from === "build";
    const hint = isGiven ? inBuild : `Give its value outside of time: { initial: { ${name}: … } }.`;
    return this.error(span, `the size of ${name} is not known`, hint);
  }
}
