import type { CheckedEquations, Shape, SizeOrigin, Statement } from "./ast.js";
import { countsRows, lengthOf, originOf, type ShapeVariable } from "./dimensions.js";
import { namesIn } from "./reads.js";
import { type GivenSizes, sizeOf } from "./sizes.js";

/** Remembers which line told the size of each name, while the statements are read one after the other. */
export class SizeOrigins {
  readonly #lines = new Map<string, number>();
  /** Names that have been met, of no known size yet. */
  readonly #open = new Map<string, Statement>();

  constructor(
    private readonly sizes: GivenSizes,
    private readonly shapes: ReadonlyMap<string, ShapeVariable>,
  ) {}

  /** Called after each statement. */
  read(statement: Statement): void {
    for (const { name } of [statement, ...namesIn(statement.expression)])
      if (!this.#lines.has(name) && !this.#open.has(name)) this.#open.set(name, statement);
    for (const name of this.#open.keys()) {
      if (!this.#isKnown(name)) continue;
      this.#lines.set(name, statement.span.line);
      this.#open.delete(name);
    }
  }

  /** Called when all shapes are known. What no line told alone has that of its first appearance. */
  all({ statements }: CheckedEquations, ofName: ReadonlyMap<string, Shape>): Map<string, SizeOrigin> {
    const first = statements[0]!.span.line;
    return new Map([...ofName.keys()].map((name) => [name, this.#origin(name, first)]));
  }

  #origin(name: string, first: number): SizeOrigin {
    if (sizeOf(this.sizes, name) !== undefined) return { kind: "given" };
    const { rows, columns } = this.shapes.get(name)!;
    const lengths = lengthOf(columns) === 1 ? [rows] : [rows, columns];
    const from = [...new Set(lengths.flatMap((d) => originOf(d) ?? []))];
    const line = this.#lines.get(name) ?? this.#open.get(name)?.span.line ?? first;
    return { kind: "inferred", line, from };
  }

  /** One column is taken for granted of what counts no rows. */
  #isKnown(name: string): boolean {
    const { rows, columns } = this.shapes.get(name)!;
    return lengthOf(rows) !== undefined && (lengthOf(columns) !== undefined || !countsRows(columns));
  }
}
