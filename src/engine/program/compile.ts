import {
  type CheckedEquations,
  type Expression,
  type InferredShapes,
  namesIn,
  type Shape,
  type Statement,
} from "../language/index.js";
import { ExpressionEmitter } from "./emit.js";
import { checkFootprint, type ProgramSize } from "./footprint.js";
import { isFusedLoss } from "./fusedLosses.js";
import { Layout } from "./layout.js";
import type { BackwardStep, LossTerm, Operand, Operation, Program } from "./program.js";
import { resolveTime, schedule, sharedStatements } from "./schedule.js";

export interface CompileOptions extends ProgramSize {
  /** True for a later window of truncated BPTT: learned initial states give way to the state that is carried in. */
  readonly carried?: boolean;
  /** Whether given data is "differentiable": ∂E/∂x costs a product at every step, so training leaves it out. Default "constant". */
  readonly inputs?: "constant" | "differentiable";
}

/** The name under which a learned initial state stands among the parameters. */
export const initialName = (state: string): string => `${state}[0]`;

/**
 * Compiles a checked text for given shapes, number of time steps T and batch size B.
 * @throws OptionError when it would take more memory than is allowed, before anything is made
 */
export function compile(checked: CheckedEquations, shapes: InferredShapes, options: CompileOptions): Program {
  checkFootprint(checked, shapes, options);
  return new Compiler(checked, shapes, options).program();
}

class Compiler {
  readonly #layout: Layout;
  readonly #operations: Operation[] = [];
  readonly #parameters = new Map<string, Operand>();
  readonly #inputs = new Map<string, { shape: Shape; at: (Operand | undefined)[]; boundary: Map<number, Operand> }>();
  readonly #sequences = new Map<
    string,
    { shape: Shape; at: (Operand | undefined)[]; boundary: Map<number, Operand> }
  >();
  readonly #shared: ReadonlySet<string>;
  readonly #emitter: ExpressionEmitter;
  readonly #outside: ReadonlyMap<string, ReadonlySet<number>>;

  constructor(
    private readonly checked: CheckedEquations,
    private readonly shapes: InferredShapes,
    private readonly options: CompileOptions,
  ) {
    this.#layout = new Layout(options.batchSize);
    this.#shared = sharedStatements(checked);
    this.#outside = this.#outsideTimes();
    this.#emitter = new ExpressionEmitter(shapes, this.#layout, this.#operations, options.batchSize, (...wanted) =>
      this.#place(...wanted),
    );
  }

  program(): Program {
    const { timeSteps, batchSize, dtype } = this.options;
    this.#placeParameters();
    const parameterSize = this.#layout.size;
    this.#emitter.placeConstants(this.checked.statements);
    const instances = schedule(this.checked, timeSteps);
    for (const { statement } of instances.filter(({ time }) => time === 0)) this.#emit(statement, 0);
    this.#placeInputs();
    this.#placeSequences();
    const namedSize = this.#layout.size;
    for (const { statement, time } of instances.filter(({ time }) => time !== 0)) this.#emit(statement, time);
    const arenaSize = this.#layout.size;
    return {
      timeSteps,
      batchSize,
      dtype,
      arenaSize,
      parameterSize,
      sharedSize: this.#layout.sharedSize,
      namedSize,
      parameters: this.#parameters,
      constants: this.#emitter.constants,
      inputs: this.#inputs,
      sequences: this.#sequences,
      derived: this.#derived,
      losses: this.#losses(),
      forward: this.#operations,
      backward: backwardList(this.#operations),
    };
  }

  #placeParameters(): void {
    for (const { name } of this.checked.parameters)
      this.#parameters.set(name, this.#layout.shared(this.#shapeOf(name), true));
    for (const state of this.options.learned) {
      this.#parameters.set(initialName(state), this.#layout.shared(this.#shapeOf(state), true));
    }
  }

  #placeInputs(): void {
    const { timeSteps, inputs } = this.options;
    const isDifferentiable = inputs === "differentiable";
    for (const { name, time } of this.checked.inputs) {
      const first = time === "t" ? 1 : timeSteps;
      this.#inputs.set(
        name,
        this.#placeSequence(name, first, () => false, isDifferentiable),
      );
    }
  }

  /** Places for assigned sequences, and for what is read of them before time 1 or after T. */
  #placeSequences(): void {
    const { timeSteps, learned, carried } = this.options;
    for (const { name, time } of this.checked.statements) {
      if (this.#shared.has(name)) continue;
      const isLearned = (at: number): boolean =>
        !carried && learned.has(name) && isOnInitialSide(this.checked, name, at);
      this.#sequences.set(name, this.#placeSequence(name, time === "t" ? 1 : timeSteps, isLearned, true));
    }
  }

  /**
   * One block for times `first`…T and, where they are next to it, for the times outside that are read, so that s[t-1] for
   * all t is a stretch of memory too.
   */
  #placeSequence(
    name: string,
    first: number,
    isLearned: (time: number) => boolean,
    differentiable: boolean,
  ): { shape: Shape; at: (Operand | undefined)[]; boundary: Map<number, Operand> } {
    const { timeSteps } = this.options;
    const shape = this.#shapeOf(name);
    const outside = [...(this.#outside.get(name) ?? [])];
    const free = new Set(outside.filter((time) => !isLearned(time)));
    let [low, high] = [first, timeSteps];
    while (free.has(low - 1)) low--;
    while (free.has(high + 1)) high++;
    const place = this.#layout.perStep(shape, high - low + 1);
    const at = Array.from({ length: timeSteps + 1 }, (_, t) =>
      t >= first ? place(t - low, differentiable) : undefined,
    );
    const boundary = new Map(
      outside.map((time) => {
        if (isLearned(time)) return [time, this.#parameters.get(initialName(name))!];
        const isInside = time >= low && time <= high;
        return [time, isInside ? place(time - low, differentiable) : this.#layout.perSample(shape, differentiable)];
      }),
    );
    // for a look at it a state's start is the one value that was given; training reads a stretch, of windows several values
    if (this.options.inputs === "differentiable")
      for (const time of outside)
        if (isOnInitialSide(this.checked, name, time)) boundary.set(time, boundary.get(time < 1 ? 0 : timeSteps + 1)!);
    return { shape, at, boundary };
  }

  /** Where a value that is computed at a time step goes: the statement's own place, or one for this expression at all steps. */
  #place(of: Statement | Expression, shape: Shape, time: number, differentiable: boolean): Operand {
    if ("expression" in of) return this.#sequences.get(of.name)!.at[time]!;
    let places = this.#inner.get(of);
    if (!places) {
      const steps = this.#isAtEveryStep ? this.options.timeSteps : 1;
      places = this.#layout.perStep(shape, steps);
      this.#inner.set(of, places);
    }
    return places(this.#isAtEveryStep ? time - 1 : 0, differentiable);
  }

  readonly #inner = new Map<Expression, (index: number, differentiable: boolean) => Operand>();
  /** Whether the statement that is emitted stands at every time step, not at the last alone. */
  #isAtEveryStep = false;

  /** The times before 1 and after T at which each name is read; of a state also the one next to its first step, `s[0]`. */
  #outsideTimes(): Map<string, Set<number>> {
    const { timeSteps } = this.options;
    const outside = new Map(
      this.checked.states.map(({ name, runsBackward }) => [name, new Set([runsBackward ? timeSteps + 1 : 0])]),
    );
    for (const statement of this.checked.statements) {
      const times = this.#timesOf(statement);
      for (const { name, time } of namesIn(statement.expression)) {
        if (!time) continue;
        for (const t of times) {
          const at = resolveTime(time, t, timeSteps);
          if (at < 1 || at > timeSteps) outside.set(name, (outside.get(name) ?? new Set()).add(at));
        }
      }
    }
    return outside;
  }

  #timesOf(statement: Statement): number[] {
    const { timeSteps } = this.options;
    if (statement.time !== "t") return [timeSteps];
    return Array.from({ length: timeSteps }, (_, i) => i + 1);
  }

  #emit(statement: Statement, time: number): void {
    const { timeSteps } = this.options;
    const resolve = (name: string, index: Parameters<typeof resolveTime>[0] | null): Operand => {
      const fixed = this.#parameters.get(name) ?? this.#derived.get(name);
      if (fixed) return fixed;
      const places = this.#inputs.get(name) ?? this.#sequences.get(name)!;
      const at = index ? resolveTime(index, time, timeSteps) : timeSteps;
      return places.at[at] ?? places.boundary.get(at)!;
    };
    this.#isAtEveryStep = statement.time === "t";
    const operand = this.#emitter.emitStatement(statement, time, resolve);
    if (time === 0) this.#derived.set(statement.name, operand);
    else this.#sequences.get(statement.name)!.at[time] = operand;
  }

  readonly #derived = new Map<string, Operand>();

  #losses(): LossTerm[] {
    const { losses } = this.checked;
    return losses.flatMap((name) =>
      (this.#sequences.get(name)?.at ?? []).flatMap((operand, time) => (operand ? [{ name, time, operand }] : [])),
    );
  }

  #shapeOf(name: string): Shape {
    return this.shapes.ofName.get(name)!;
  }
}

/** A state that runs forward starts before time 1, one that runs backward starts after T. */
export function isOnInitialSide({ states }: CheckedEquations, name: string, time: number): boolean {
  return states.some((state) => state.name === name && (state.runsBackward ? time > 1 : time < 1));
}

/** The forward list reversed; a fused loss's prediction is observed right after its own backward step. */
function backwardList(operations: readonly Operation[]): BackwardStep[] {
  const observers = new Map<number, Operation[]>();
  for (const operation of operations) {
    if (!isFusedLoss(operation.kind)) continue;
    const at = operation.inputs[1]!.offset;
    observers.set(at, [...(observers.get(at) ?? []), operation]);
  }
  const steps: BackwardStep[] = [];
  for (let i = operations.length - 1; i >= 0; i--) {
    const operation = operations[i]!;
    steps.push({ operation, mode: "propagate" });
    for (const loss of observers.get(operation.out.offset) ?? []) steps.push({ operation: loss, mode: "observe" });
  }
  return steps;
}
