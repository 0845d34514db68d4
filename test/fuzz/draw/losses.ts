/** What a text minimises: one loss or several, at each step, at the last, or outside time. */
import type { Expression, Shape, StatementTime } from "../../../src/engine/language/index.js";
import { FUNCTION_PRODUCTIONS, type FunctionProduction } from "../grammar.js";
import type { Line } from "../render.js";
import type { Chooser } from "./chooser.js";
import { type Expressions, SCALAR } from "./expressions.js";
import type { Names } from "./names.js";
import { nameAt, type Read, type Reader, type Scope } from "./scope.js";
import { callNode, numberNode } from "./trees.js";

/** What the losses need of the text that they end. */
interface Surroundings {
  readonly lengths: readonly number[];
  readonly isTimeless: boolean;
  nextGroup(): number;
  expressions(reader: Reader): Expressions;
  assign(line: Line, shape: Shape): void;
  input(shape: Shape, name: string): void;
}

export class Losses {
  readonly #functions = FUNCTION_PRODUCTIONS.filter(({ kind }) => kind === "loss");

  constructor(
    private readonly chooser: Chooser,
    private readonly names: Names,
    private readonly scope: Scope,
    private readonly around: Surroundings,
  ) {}

  draw(): void {
    const { chooser } = this;
    const count = chooser.weighted([
      [5, 1],
      [4, 2],
      [2, 3],
    ]);
    for (let i = 0; i < count; i++) this.#loss(i === count - 1);
  }

  #loss(isLast: boolean): void {
    const { chooser, around } = this;
    const time = around.isTimeless
      ? "none"
      : chooser.weighted<StatementTime>([
          [4, "t"],
          [4, "T"],
          [3.5, "none"],
        ]);
    const reader: Reader = { time, group: around.nextGroup(), index: 0, direction: "forward" };
    const terms = [this.#term(reader)];
    if (chooser.chance(0.25)) terms.push(this.#penalty(reader));
    if (isLast) terms.push(...this.#unread(reader));
    const expressions = around.expressions(reader);
    const expression = terms.reduce((sum, term) => expressions.binary("add", sum, term));
    const name = chooser.chance(0.9) || terms[0]!.kind !== "call" ? this.names.take("loss") : this.names.take("state");
    around.assign({ name, time, expression }, SCALAR);
  }

  /** Mostly a loss of the language; at times any number, which its name makes a loss. */
  #term(reader: Reader): Expression {
    const { chooser, around } = this;
    const expressions = around.expressions(reader);
    return chooser.weighted<() => Expression>([
      [12, () => this.#judged(reader, chooser.pick(this.#functions))],
      [
        2,
        () =>
          expressions.binary(
            "product",
            numberNode(chooser.pick([0.5, 2])),
            this.#judged(reader, chooser.pick(this.#functions)),
          ),
      ],
      [
        1,
        () =>
          expressions.binary(
            "times",
            expressions.draw(SCALAR, "any", 1),
            this.#judged(reader, chooser.pick(this.#functions)),
          ),
      ],
      [2, () => expressions.draw(SCALAR, "any", 3)],
    ])();
  }

  /** A target against a prediction: given or computed, the prediction with a name of its own or without. */
  #judged(reader: Reader, f: FunctionProduction): Expression {
    const { chooser, around } = this;
    const expressions = around.expressions(reader);
    const ready = this.#ready(reader, f);
    const shape = ready?.shape ?? this.#shape(f);
    const prediction = ready?.expression ?? this.#prediction(reader, shape, f);
    if (chooser.chance(0.12)) return callNode(f.name, expressions.inside(shape, f.takes, 2), prediction);
    const target = this.names.take("target");
    around.input(shape, target);
    if (reader.time === "none") return callNode(f.name, nameAt(target, null), prediction);
    if (reader.time === "t") {
      // teacher forcing: an earlier target may be read, too
      this.scope.add({ name: target, shape, time: "t", range: "any", group: reader.group, index: 0 });
      this.scope.read.add(target);
      return callNode(f.name, nameAt(target, { base: "t", offset: 0 }), prediction);
    }
    return callNode(f.name, nameAt(target, { base: "T", offset: 0 }), prediction);
  }

  /** A statement that can be judged as it is: as where a network hears of its own output. */
  #ready(reader: Reader, { takes }: FunctionProduction): Read | undefined {
    const isTried = typeof takes === "string" && takes !== "any" && this.chooser.chance(0.35);
    return isTried ? this.scope.columnOf(reader, takes) : undefined;
  }

  #prediction(reader: Reader, shape: Shape, f: FunctionProduction): Expression {
    const { chooser, around, scope } = this;
    const inline = this.#predicted(around.expressions(reader), shape, f);
    if (chooser.chance(0.45)) return inline;
    const name = this.names.take("state");
    const { time } = reader;
    around.assign({ name, time, expression: inline }, shape);
    scope.read.add(name);
    scope.add({
      name,
      shape,
      time,
      range: typeof f.takes === "string" ? f.takes : "any",
      group: reader.group,
      index: -1,
    });
    return nameAt(name, time === "none" ? null : { base: time, offset: 0 });
  }

  /** Often made by the function that such predictions are made by, of a sum: then the loss is taken from the sum. */
  #predicted(expressions: Expressions, shape: Shape, { fusedWith, takes }: FunctionProduction): Expression {
    const { chooser } = this;
    if (fusedWith && chooser.chance(0.5)) return callNode(fusedWith, expressions.affine(shape, 1));
    return expressions.inside(shape, takes, chooser.integer(1, 3));
  }

  #penalty(reader: Reader): Expression {
    const { chooser, around } = this;
    const expressions = around.expressions(reader);
    const shape = expressions.anyShape();
    const square = expressions.power(expressions.draw(shape, "any", 1), shape, numberNode(2));
    return expressions.binary("product", numberNode(0.1), callNode(chooser.pick(["sum", "mean"] as const), square));
  }

  /** A term for each statement that nothing reads, so that it has a gradient. */
  #unread(reader: Reader): Expression[] {
    const { chooser, around, scope } = this;
    const expressions = around.expressions(reader);
    const unread = scope.known.filter(({ name, group }) => group > 0 && group < reader.group && !scope.read.has(name));
    return unread.flatMap(({ name, time }) => {
      if (chooser.chance(0.15)) return [];
      scope.read.add(name);
      const at =
        time === "none"
          ? null
          : { base: time === "T" || reader.time !== "t" ? ("T" as const) : ("t" as const), offset: 0 };
      return [expressions.binary("product", numberNode(0.3), callNode("mean", nameAt(name, at)))];
    });
  }

  #shape({ takes }: FunctionProduction): Shape {
    const { chooser } = this;
    const rows = chooser.pick(this.around.lengths);
    if (takes === "shares") return { rows: Math.max(2, rows), columns: chooser.chance(0.08) ? 2 : 1 };
    return chooser.weighted<Shape>([
      [10, { rows, columns: 1 }],
      [1, SCALAR],
      [1, { rows: 1, columns: rows }],
      [1, { rows, columns: chooser.pick(this.around.lengths) }],
    ]);
  }
}
