/** Whole texts: parameters made of others, layers that run forward or backward, outputs, losses; in an order without cycles. */
import type { Expression, Shape, StatementTime } from "../../../src/engine/language/index.js";
import { FUNCTION_PRODUCTIONS, isScalar, type Range } from "../grammar.js";
import type { Line } from "../render.js";
import type { Chooser } from "./chooser.js";
import { Expressions, SCALAR } from "./expressions.js";
import { Losses } from "./losses.js";
import { Names } from "./names.js";
import { Parameters } from "./parameters.js";
import { type Direction, type Known, nameAt, type Read, type Reader, Scope } from "./scope.js";
import { callNode, numberNode } from "./trees.js";

/** Statements that may read each other at other times. */
interface Group {
  readonly number: number;
  readonly direction: Direction;
  readonly members: readonly Known[];
}

/** A text as it is drawn, with the shape of every name. */
export class Statements {
  readonly lines: Line[] = [];
  readonly shapes = new Map<string, Shape>();
  readonly #names: Names;
  readonly #scope: Scope;
  readonly #parameters: Parameters;
  readonly #lengths: readonly number[];
  readonly #functions = FUNCTION_PRODUCTIONS;
  #group = 0;

  constructor(
    private readonly chooser: Chooser,
    readonly isTimeless: boolean,
  ) {
    this.#names = new Names(chooser);
    this.#scope = new Scope(chooser);
    this.#parameters = new Parameters(chooser, this.#names);
    this.#lengths = lengthsOf(chooser);
    this.#inputs();
    for (let i = chooser.chance(0.25) ? chooser.integer(1, 2) : 0; i > 0; i--) this.#derived();
    const groups = chooser.weighted([
      [5, 1],
      [4, 2],
      [1, 3],
    ]);
    for (let i = 0; i < groups; i++) this.#layer();
    if (!isTimeless && chooser.chance(0.2)) this.#summary();
    this.#losses();
    for (const { name, shape } of this.#parameters.all) this.shapes.set(name, shape);
    if (chooser.chance(0.2)) this.lines.splice(0, Infinity, ...chooser.shuffled(this.lines));
  }

  #inputs(): void {
    const { chooser } = this;
    const count = chooser.weighted([
      [1, 0],
      [10, 1],
      [5, 2],
    ]);
    for (let i = 0; i < count; i++)
      this.#input(chooser.chance(0.12) ? SCALAR : this.#shape(), this.#names.take("input"));
    if (!this.isTimeless && chooser.chance(0.18))
      this.#input(chooser.chance(0.5) ? SCALAR : this.#shape(), this.#names.take("mask"));
  }

  #input(shape: Shape, name: string): Known {
    const time: StatementTime = this.isTimeless ? "none" : this.chooser.chance(0.08) ? "T" : "t";
    this.shapes.set(name, shape);
    return this.#scope.add({ name, shape, time, range: "any", group: 0, index: 0 });
  }

  /** A parameter made of others: `A = (W + W') / 2`. */
  #derived(): void {
    const { chooser } = this;
    const shape = chooser.chance(0.7)
      ? { rows: chooser.pick(this.#lengths), columns: chooser.pick(this.#lengths) }
      : this.#shape();
    const name = this.#names.take("derived");
    const reader: Reader = { time: "none", group: 0, index: -1, direction: "forward" };
    this.#assign(
      { name, time: "none", expression: this.#expressions(reader).draw(shape, "any", chooser.integer(1, 3)) },
      shape,
    );
    this.#parameters.add(shape, name);
  }

  #layer(): void {
    const { chooser } = this;
    const number = ++this.#group;
    const count = chooser.weighted([
      [5, 1],
      [3, 2],
      [2, 3],
      [1, 4],
    ]);
    const shape = this.#shape();
    const time: StatementTime = this.isTimeless ? "none" : "t";
    const members = Array.from({ length: count }, (_, index) => {
      const own = chooser.chance(0.8) ? shape : this.#shape();
      return { name: this.#names.take("state"), shape: own, time, range: "any" as Range, group: number, index };
    });
    for (const member of members) this.#scope.add(member);
    const direction = chooser.chance(0.22) ? "backward" : "forward";
    this.#statements({ number, direction, members });
  }

  #statements({ number, direction, members }: Group): void {
    const shared = this.#recurrences({ number, direction, members });
    const isCell = shared.length > 0 && this.chooser.chance(0.5);
    for (const member of members) {
      const { name, shape, time, index } = member;
      const reader: Reader = { time, group: number, index, direction };
      const isGate = isCell && shape.columns === 1 && shared[0]!.shape.columns === 1;
      const expression = isGate ? this.#gate(shape, reader, shared) : this.#value(shape, reader, shared);
      this.#assign({ name, time, expression }, shape);
      member.range = this.#rangeOf(expression);
    }
  }

  /** What the products of a layer may share from the start: its last member at the step before, as the gates of a cell do. */
  #recurrences({ direction, members }: Group): Read[] {
    const { name, shape, time } = members.at(-1)!;
    if (time !== "t" || members.length === 1 || !this.chooser.chance(0.7)) return [];
    return [{ expression: nameAt(name, { base: "t", offset: direction === "forward" ? -1 : 1 }), shape }];
  }

  /** Something at the last step alone, or outside time but of its numbers; later statements may read it. */
  #summary(): void {
    const shape = this.#shape();
    const time: StatementTime = this.chooser.chance(0.7) ? "T" : "none";
    const known = {
      name: this.#names.take("state"),
      shape,
      time,
      range: "any" as Range,
      group: ++this.#group,
      index: 0,
    };
    const reader: Reader = { time, group: known.group, index: 0, direction: "forward" };
    const expression = this.#value(shape, reader);
    this.#assign({ name: known.name, time, expression }, shape);
    this.#scope.add({ ...known, range: this.#rangeOf(expression) });
    if (this.chooser.chance(0.4)) this.#layer();
  }

  #losses(): void {
    const losses = new Losses(this.chooser, this.#names, this.#scope, {
      lengths: this.#lengths,
      isTimeless: this.isTimeless,
      nextGroup: () => ++this.#group,
      expressions: (reader) => this.#expressions(reader),
      assign: (line, shape) => this.#assign(line, shape),
      input: (shape, name) => this.#target(shape, name),
    });
    losses.draw();
  }

  #target(shape: Shape, name: string): void {
    this.shapes.set(name, shape);
  }

  /** What a statement of a layer says. */
  #value(shape: Shape, reader: Reader, shared: Read[] = []): Expression {
    const { chooser } = this;
    const expressions = this.#expressions(reader, shared);
    const depth = chooser.integer(1, 3);
    return chooser.weighted<() => Expression>([
      [10, () => this.#activated(expressions.affine(shape, depth))],
      [4, () => expressions.blend(shape, depth)],
      [2, () => expressions.affine(shape, depth)],
      [7, () => expressions.draw(shape, chooser.chance(0.25) ? "unit" : "any", chooser.integer(2, 4))],
      [shape.rows > 1 ? 1 : 0, () => expressions.draw(shape, "shares", depth)],
      [1, () => this.#scope.readOf(reader, shape, "any") ?? this.#parameters.use(shape)],
      [isScalar(shape) ? 0.5 : 0, () => numberNode(chooser.pick([0.5, 1, 2]))],
    ])();
  }

  /** A function of a sum that multiplies the layer's recurrence: all gates of a cell do. */
  #gate(shape: Shape, reader: Reader, shared: Read[]): Expression {
    const expressions = this.#expressions(reader, shared);
    const [{ expression, shape: vector }] = shared as [Read];
    const product = expressions.binary(
      "product",
      this.#parameters.use({ rows: shape.rows, columns: vector.rows }),
      expression,
    );
    return this.#activated(expressions.binary("add", expressions.affine(shape, 1), product));
  }

  #activated(argument: Expression): Expression {
    const functions = this.#functions.filter(({ kind, takes }) => kind === "elementwise" && takes === "any");
    const often = functions.filter(({ name }) => name === "tanh" || name === "sigmoid");
    const { name } = this.chooser.pick(often.length > 0 && this.chooser.chance(0.5) ? often : functions);
    return callNode(name, argument);
  }

  #rangeOf(expression: Expression): Range {
    if (expression.kind !== "call") return "any";
    const gives = this.#functions.find(({ name }) => name === expression.function)?.gives;
    return gives === undefined || gives === "same" ? "any" : gives;
  }

  #assign(line: Line, shape: Shape): void {
    this.lines.push(line);
    this.shapes.set(line.name, shape);
  }

  #expressions(reader: Reader, shared: Read[] = []): Expressions {
    return new Expressions(this.chooser, this.#scope, this.#parameters, this.#lengths, reader, shared);
  }

  #shape(): Shape {
    const { chooser } = this;
    return chooser.weighted<Shape>([
      [16, { rows: chooser.pick(this.#lengths), columns: 1 }],
      [1, SCALAR],
      [1, { rows: 1, columns: chooser.pick(this.#lengths) }],
      [1.5, { rows: chooser.pick(this.#lengths), columns: chooser.pick(this.#lengths) }],
    ]);
  }
}

/** The rows and columns of one text: few different ones, now and then more than the machine's vectors and tiles hold. */
function lengthsOf(chooser: Chooser): number[] {
  const one = () =>
    chooser.weighted([
      [2, 1],
      [8, 2],
      [8, 3],
      [4, 4],
      [3, 5],
      [1, 7],
      [1, 9],
    ]);
  return Array.from({ length: chooser.integer(1, 3) }, one);
}
