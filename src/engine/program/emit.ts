import {
  childrenOf,
  constantOf,
  type Expression,
  type InferredShapes,
  type Shape,
  type Statement,
  type TimeIndex,
} from "../language/index.js";
import { fusedLoss } from "./fusedLosses.js";
import type { Layout } from "./layout.js";
import type { Operand, Operation, OperationKind } from "./program.js";

/** Finds the place of a name as read by the statement that is emitted. */
export type Resolve = (name: string, index: TimeIndex | null) => Operand;

/** Finds the place of what is computed at a time step: a statement's value, or that of one of its expressions. */
export type Place = (of: Statement | Expression, shape: Shape, time: number, differentiable: boolean) => Operand;

const arithmetic = { add: "add", subtract: "subtract", times: "times", divide: "divide" } as const;

/** Turns expressions into operations, one for each node that computes. */
export class ExpressionEmitter {
  readonly constants: { offset: number; value: number }[] = [];
  readonly #constantPlaces = new Map<number, Operand>();
  /** Which operation made the value at an offset: tells a softmax behind a loss's argument. */
  readonly #makers = new Map<number, Operation>();
  #statement: Statement | undefined;
  /** Of each statement, a slot for each of its operations. */
  readonly #slots = new Map<Statement, number[]>();
  #slotCount = 0;
  #index = 0;

  constructor(
    private readonly shapes: InferredShapes,
    private readonly layout: Layout,
    private readonly operations: Operation[],
    private readonly batchSize: number,
    private readonly place: Place,
  ) {}

  /** Gives every number of the text a place in the shared part. */
  placeConstants(statements: readonly Statement[]): void {
    for (const value of statements.flatMap(({ expression }) => numbersOf(expression))) {
      if (this.#constantPlaces.has(value)) continue;
      const operand = this.layout.shared({ rows: 1, columns: 1 }, false);
      this.#constantPlaces.set(value, operand);
      this.constants.push({ offset: operand.offset, value });
    }
  }

  /** @returns the place of the statement's value, one of its own also when it only copies another */
  emitStatement(statement: Statement, time: number, resolve: Resolve): Operand {
    const { expression } = statement;
    this.#statement = statement;
    this.#index = 0;
    const operand = this.#emit(expression, time, resolve);
    const isCopy = expression.kind === "name" || expression.kind === "number";
    return isCopy ? this.#operation("identity", [operand], expression, time) : operand;
  }

  #emit(expression: Expression, time: number, resolve: Resolve): Operand {
    const go = (e: Expression): Operand => this.#emit(e, time, resolve);
    const shape = this.#shapeOf(expression);
    switch (expression.kind) {
      case "number":
        return this.#constantPlaces.get(expression.value)!;
      case "name":
        return resolve(expression.name, expression.time);
      case "negate":
        return this.#operation("negate", [go(expression.operand)], expression, time);
      case "transpose":
        return this.#operation("transpose", [go(expression.operand)], expression, time);
      case "call":
        return this.#call(expression.function, expression.arguments.map(go), expression, time);
      case "binary": {
        if (expression.operator === "power") {
          return this.#operation("power", [go(expression.left)], expression, time, constantOf(expression.right));
        }
        const operands = [go(expression.left), go(expression.right)];
        if (expression.operator !== "product")
          return this.#operation(arithmetic[expression.operator], operands, expression, time);
        return this.#operation(isScaling(operands, shape) ? "scale" : "matmul", operands, expression, time);
      }
    }
  }

  #call(name: OperationKind, operands: Operand[], expression: Expression, time: number): Operand {
    const maker = this.#makers.get(operands[1]?.offset ?? -1);
    const fused = maker && fusedLoss(name, maker);
    if (fused) return this.#operation(fused, [...operands, maker.inputs[0]!], expression, time);
    return this.#operation(name, operands, expression, time);
  }

  #operation(
    kind: OperationKind,
    inputs: readonly Operand[],
    expression: Expression,
    time: number,
    exponent = 1,
  ): Operand {
    const shared = time === 0;
    const statement = this.#statement!;
    const shape = this.#shapeOf(expression);
    const isValue = expression === statement.expression;
    // whoever names a value may ask how the loss depends on it, also where no parameter has a part in it
    const differentiable = isValue || inputs.some((input) => input.differentiable);
    const out = shared
      ? this.layout.shared(shape, differentiable)
      : this.place(isValue ? statement : expression, shape, time, differentiable);
    const samples = shared ? 1 : this.batchSize;
    const slot = this.#nextSlot(statement);
    const operation: Operation = { kind, inputs, out, samples, statement: statement.name, time, slot, exponent };
    this.operations.push(operation);
    this.#makers.set(out.offset, operation);
    return out;
  }

  #nextSlot(statement: Statement): number {
    const slots = this.#slots.get(statement) ?? [];
    if (slots.length === 0) this.#slots.set(statement, slots);
    const index = this.#index++;
    slots[index] ??= this.#slotCount++;
    return slots[index]!;
  }

  #shapeOf(expression: Expression): Shape {
    return this.shapes.ofExpression.get(expression)!;
  }
}

/** A product with a single number scales, unless both shapes also make a matrix product (then they agree). */
function isScaling([left, right]: Operand[], { rows, columns }: Shape): boolean {
  if (left!.size !== 1 && right!.size !== 1) return false;
  return !(left!.columns === right!.rows && left!.rows === rows && right!.columns === columns);
}

function numbersOf(expression: Expression): number[] {
  return expression.kind === "number" ? [expression.value] : childrenOf(expression).flatMap(numbersOf);
}
