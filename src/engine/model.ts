import { type Batch, type BatchData, type InputSpec, inputSpecsOf, type PreparedBatch, prepareBatch } from "./batch.js";
import { unreadKey, unreadKeys } from "./batchKeys.js";
import { cached } from "./cached.js";
import { checkedSeed, oneOf } from "./checkedNumbers.js";
import { refuseNoDistributions } from "./crossEntropyCheck.js";
import { firstNumbers } from "./firstNumbers.js";
import { Forward } from "./forward.js";
import { numbersOf } from "./givenNumbers.js";
import { defaultInitialiser, type Initialiser, uniform, zeros } from "./initialisers.js";
import { initialsOf, unknownName } from "./initialStates.js";
import { type InferredShapes, inferShapes, type Shape, softmaxesOfOne, type Warning } from "./language/index.js";
import { Lent } from "./lent.js";
import { Loader } from "./loader.js";
import { learned, type ModelJSON, type ModelOptions, type Sizes } from "./modelOptions.js";
import { NameRoles } from "./nameRoles.js";
import type { Initialisers, NetworkDefinition } from "./networkDefinition.js";
import { checkNamed, checkOptions } from "./options.js";
import { byComposedName, ownValue } from "./ownValue.js";
import { factorsOf, type ParameterPlace, placesOf } from "./parameterPlaces.js";
import { type Execution, referenceBackend } from "./program/backend.js";
import { type CompileOptions, compile, initialName, isOnInitialSide } from "./program/compile.js";
import { checkParameterBytes } from "./program/footprint.js";
import { allocate, type Dtype, type FloatArray, type Program } from "./program/program.js";
import { Random } from "./random.js";
import { backendsDiffer } from "./selfCheck/backendsDiffer.js";
import { trustedExecution } from "./selfCheck/selfCheck.js";
import { fastestBackend } from "./simd/fastestBackend.js";
import { dimensionsOf, type NestedNumbers, Tensor } from "./tensor.js";
import { tellWarnings } from "./warnings.js";

/** What a program of the same equations may differ in. */
export type Variant = Pick<CompileOptions, "carried" | "inputs">;

/** A network with sizes and numbers. Its parameters change by training and by `set`; all else is fixed. */
export class Model {
  /** All parameters one after the other; an optimizer writes here. */
  readonly store: FloatArray;
  readonly places: readonly ParameterPlace[];
  readonly #programs = new Map<string, Program>();
  readonly #executions = new Map<string, Execution>();
  readonly #lent = new Map<string, Lent>();
  readonly #loaders = new WeakMap<Execution, Loader>();
  #inputSpecs: readonly InputSpec[] | undefined;
  /** Of the batches so far, by key. */
  readonly #unreadKeys = new Map<string, Warning>();

  private constructor(
    readonly definition: NetworkDefinition,
    readonly sizes: Sizes,
    readonly shapes: InferredShapes,
    readonly dtype: Dtype,
    /** Initial values by state; absent means zero. */
    readonly initial: ReadonlyMap<string, readonly number[]>,
    /** States whose initial value is a parameter. */
    readonly learned: ReadonlySet<string>,
  ) {
    this.places = placesOf(definition, shapes, learned);
    checkParameterBytes(this.places, dtype);
    this.store = allocate(dtype, this.parameterCount);
  }

  /** See `Definition.build`. */
  static build(definition: NetworkDefinition, given: Sizes, options: ModelOptions = {}): Model {
    checkOptions("build", options, ["seed", "init", "dtype", "initial"]);
    const { seed = 0, dtype = "float64" } = options;
    const sizes = checkNamed("build", given, "build({ x: 6, s: 16 })");
    oneOf("build: dtype", dtype, ["float64", "float32"]);
    const random = new Random(checkedSeed("build: seed", seed));
    const init = checkNamed("build: init", options.init ?? {}, "init: { W: init.xavier() }");
    const initial = checkNamed("build: initial", options.initial ?? {}, "initial: { s: [0, 1] }");
    const shapes = inferShapes(definition.checked, { ...sizes } as Record<string, number | [number, number]>);
    const initials = initialsOf(definition, shapes, initial, dtype);
    const model = new Model(definition, sizes, shapes, dtype, initials.given, initials.learnedStates);
    model.#initialise(random, init);
    return model;
  }

  /** Number of learned numbers; it does not depend on the number of time steps. */
  get parameterCount(): number {
    return this.places.reduce((sum, { size }) => sum + size, 0);
  }

  /** Copies of all parameters, by name. A learned initial state is named `s[0]`. */
  get parameters(): Readonly<Record<string, Tensor>> {
    return Object.fromEntries(this.places.map((place) => [place.name, this.#tensor(place)]));
  }

  /** Inputs and targets as the equations read them. */
  get inputSpecs(): readonly InputSpec[] {
    this.#inputSpecs ??= inputSpecsOf(this.definition.checked, this.shapes);
    return this.#inputSpecs;
  }

  /** Every name with its role, its size and where that came from. */
  get roles(): NameRoles {
    return new NameRoles(this.definition.checked, this.shapes);
  }

  /** What is legal in the equations, or in a batch that the model has read, and probably not what was meant. */
  get warnings(): readonly Warning[] {
    const own = this.#difference === undefined ? [] : [backendsDiffer(this.#difference)];
    const ofOne = softmaxesOfOne(this.definition.checked, this.shapes);
    return [...this.definition.warnings, ...ofOne, ...this.#unreadKeys.values(), ...own];
  }

  /** @throws OptionError when the equations do not have that name */
  shapeOf(name: string): Shape {
    const shape = this.shapes.ofName.get(name);
    if (shape) return shape;
    throw unknownName(name, [...this.shapes.ofName.keys()], "the equations");
  }

  /**
   * Sets parameters: `model.set({ W: [[1, 0], [0, 1]], b: [0, 0] })`; tensors are taken too, `model.set(other.parameters)`.
   * @returns the model itself
   * @throws OptionError for an unknown name; DataError for a wrong shape or a number that is not finite (nothing is changed)
   */
  set(values: Readonly<Record<string, BatchData | Tensor>>): this {
    const named = checkNamed("set", values, "model.set({ W: [[1, 0], [0, 1]] })");
    const writes = Object.entries(named).map(([name, value]) => {
      const place = this.#place(name);
      return { place, numbers: numbersOf(name, value, place.shape, this.dtype) };
    });
    for (const { place, numbers } of writes) this.store.set(numbers, place.offset);
    return this;
  }

  /** A model of the same numbers that trains apart from this one. */
  clone(): Model {
    const copy = new Model(this.definition, this.sizes, this.shapes, this.dtype, this.initial, this.learned);
    copy.store.set(this.store);
    return copy;
  }

  /**
   * One forward pass; needs no loss and no targets in the equations.
   * @throws DataError when the batch does not fit; NumericError for a cross-entropy of what is no distribution
   */
  forward(batch: Batch): Forward {
    const prepared = this.prepare(batch);
    const execution = this.lend(prepared.timeSteps, prepared.batchSize).fresh();
    this.load(execution, prepared);
    execution.forward();
    refuseNoDistributions(this.definition.checked, execution);
    return new Forward(execution.program, execution.values.slice(0, execution.program.namedSize), prepared.batched);
  }

  /** @throws DataError when the batch does not fit the equations and sizes */
  prepare(given: Batch): PreparedBatch {
    const batch = byComposedName(given);
    const { checked } = this.definition;
    const prepared = prepareBatch(batch, this.inputSpecs, checked.timeless, this.dtype);
    for (const key of unreadKeys(batch, checked)) {
      if (this.#unreadKeys.has(key)) continue;
      this.#unreadKeys.set(key, unreadKey(key, checked));
      tellWarnings([this.#unreadKeys.get(key)!]);
    }
    return prepared;
  }

  /** For T and B; a new one each time, for a result that keeps its numbers. */
  newExecution(timeSteps: number, batchSize: number): Execution {
    return referenceBackend.execution(this.program(timeSteps, batchSize));
  }

  /** Compiled for T and B, once. Programs that differ in `inputs` alone lay their numbers out alike. */
  program(timeSteps: number, batchSize: number, variant: Variant = {}): Program {
    return cached(this.#programs, keyOf(timeSteps, batchSize, variant), () => {
      const { shapes, dtype, learned } = this;
      return compile(this.definition.checked, shapes, { timeSteps, batchSize, dtype, learned, ...variant });
    });
  }

  /** Compiled once for (T, B) and used again: for training, which overwrites it at every step. */
  execution(timeSteps: number, batchSize: number, carried = false): Execution {
    return cached(this.#executions, keyOf(timeSteps, batchSize, { carried }), () =>
      this.#fastExecution(timeSteps, batchSize, { carried }),
    );
  }

  /** The execution that results which keep their numbers borrow in turns; one for each variant of the program. */
  lend(timeSteps: number, batchSize: number, variant: Variant = {}): Lent {
    return cached(
      this.#lent,
      keyOf(timeSteps, batchSize, variant),
      () => new Lent(this.#fastExecution(timeSteps, batchSize, variant)),
    );
  }

  /** Where the fast backend was found to differ from the reference for this network, which serves it since; in words. */
  get backendDifference(): string | undefined {
    return this.#difference;
  }

  #difference: string | undefined;

  #fastExecution(timeSteps: number, batchSize: number, variant: Variant): Execution {
    const { shapes, dtype, learned, sizes } = this;
    const { checked } = this.definition;
    const options = { timeSteps, batchSize, dtype, learned, ...variant };
    const origin = { checked, sizes, shapes, options };
    const { execution, difference } = trustedExecution(
      fastestBackend(),
      this.program(timeSteps, batchSize, variant),
      origin,
    );
    if (difference !== undefined && this.#difference === undefined) {
      this.#difference = difference;
      tellWarnings([backendsDiffer(difference)]);
    }
    return execution;
  }

  /** Copies parameters, inputs and initial states into an execution. Allocates nothing after an execution's first time. */
  load(execution: Execution, batch: PreparedBatch): void {
    this.loader(execution).load(this.store, batch);
  }

  /** @internal what fills an execution */
  loader(execution: Execution): Loader {
    const initialOf = (state: string, time: number) =>
      isOnInitialSide(this.definition.checked, state, time) ? this.initial.get(state) : undefined;
    const loader = this.#loaders.get(execution) ?? new Loader(execution, initialOf);
    this.#loaders.set(execution, loader);
    return loader;
  }

  toJSON(): ModelJSON {
    const initial = Object.fromEntries<NestedNumbers | "learned">([
      ...[...this.initial].map(([name, value]): [string, NestedNumbers] => {
        return [name, new Tensor(dimensionsOf(this.shapeOf(name)), Float64Array.from(value)).toArray()];
      }),
      ...[...this.learned].map((name): [string, "learned"] => [name, "learned"]),
    ]);
    const parameters = Object.fromEntries(
      Object.entries(this.parameters).map(([name, tensor]) => [name, tensor.toArray()]),
    );
    return { equations: this.definition.source, sizes: this.sizes, dtype: this.dtype, initial, parameters };
  }

  /** Brings back what `toJSON` wrote, given its definition; `modelFromJSON` makes that too. */
  static fromParts(definition: NetworkDefinition, json: ModelJSON): Model {
    const initial = Object.fromEntries<BatchData | typeof learned>(
      Object.entries(json.initial).map(([name, value]) => [name, value === "learned" ? learned : (value as BatchData)]),
    );
    return Model.build(definition, json.sizes, { dtype: json.dtype, initial }).set(
      json.parameters as Record<string, BatchData>,
    );
  }

  #initialise(random: Random, init: Initialisers): void {
    const known = new Set(this.places.map(({ name }) => name));
    for (const name of Object.keys(init)) if (!known.has(name)) throw unknownName(name, [...known], "the parameters");
    const factors = factorsOf(this.definition.checked);
    for (const place of this.places) {
      const initialiser =
        ownValue(init, place.name) ?? ownValue(this.definition.init, place.name) ?? this.#default(place, factors);
      this.store.set(
        firstNumbers(place.name, initialiser, random.fork(place.name), place.shape, this.dtype),
        place.offset,
      );
    }
  }

  /** A learned initial state begins at zero, as an unlearned one does. */
  #default({ name, shape }: ParameterPlace, factors: ReadonlySet<string>): Initialiser {
    const isInitialState = [...this.learned].some((state) => initialName(state) === name);
    if (isInitialState) return zeros();
    // a matrix for an input of size 1 looks like a bias, but starting it at zero would start the network dead
    return factors.has(name) ? uniform() : defaultInitialiser(shape);
  }

  #place(name: string): ParameterPlace {
    const place = this.places.find((p) => p.name === name);
    if (place) return place;
    throw unknownName(
      name,
      this.places.map((p) => p.name),
      "the parameters",
    );
  }

  #tensor({ shape, offset, size }: ParameterPlace): Tensor {
    return new Tensor(dimensionsOf(shape), this.store.slice(offset, offset + size));
  }
}

const keyOf = (timeSteps: number, batchSize: number, { carried = false, inputs = "constant" }: Variant): string =>
  `${timeSteps}×${batchSize} ${carried} ${inputs}`;
