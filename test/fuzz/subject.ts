/** One network under test: built, given its data, run on the reference; what several laws need is computed once. */

import type { PreparedBatch } from "../../src/engine/batch.js";
import type { Batch, Definition, Dtype, Model } from "../../src/engine/index.js";
import { seedsFor } from "../../src/engine/observe.js";
import { type Backend, type Execution, referenceBackend, seedLosses } from "../../src/engine/program/backend.js";
import { simdBackend } from "../../src/engine/simd/execution.js";
import { batchOf } from "./data.js";
import { type KinkDistance, kinkDistance } from "./kinks.js";
import { modelOf, type Network } from "./network.js";
import { Noise } from "./noise.js";

/** Beyond these a network says nothing: its numbers are not finite, or rounding is all that is left of them. */
const LARGEST_VALUE = 1e4;
const LARGEST_ADJOINT = 1e8;

/** A network that cannot be judged, with the reason. */
export class Unfit extends Error {}

/** A pass that was run, with its adjoints. */
export interface Ran {
  readonly model: Model;
  readonly batch: PreparedBatch;
  readonly execution: Execution;
}

export class Subject {
  readonly reference: Ran;
  /** How far rounding may move each value and each adjoint, in units of the precision. */
  readonly valueNoise: Float64Array;
  readonly adjointNoise: Float64Array;
  readonly noise: Noise;
  readonly batch: Batch;
  readonly kinks: KinkDistance;
  readonly #ran = new Map<string, Ran>();

  /** @throws EquationError and the like where the language refuses; Unfit where nothing can be said of its numbers */
  constructor(readonly network: Network) {
    const model = modelOf(network, "float64");
    this.batch = batchOf(network, model);
    if (model.definition.checked.losses.length === 0) throw new Unfit("no loss");
    this.reference = this.#run(referenceBackend, model);
    const { execution } = this.reference;
    requireModest("value", execution.values, LARGEST_VALUE);
    requireModest("adjoint", execution.adjoints, LARGEST_ADJOINT);
    this.noise = new Noise(execution, network.seed);
    this.valueNoise = this.noise.values();
    const seeds = seedsFor(execution, network.reduction);
    this.adjointNoise = this.noise.adjoints(
      (adjoints) => seedLosses({ adjoints, program: execution.program }, seeds),
      execution.adjoints,
    );
    // a probability next to 1 that is moved beyond it has no logarithm of what is left
    if ([...this.valueNoise, ...this.adjointNoise].some(Number.isNaN)) throw new Unfit("rounding may leave a domain");
    this.kinks = kinkDistance(execution, this.valueNoise);
    if (this.kinks === "unsettled") throw new Unfit("rounding decides the side of a kink");
  }

  /** The network on a backend, forward and backward. */
  on(backend: Backend, dtype: Dtype): Ran {
    if (backend === referenceBackend && dtype === "float64") return this.reference;
    const key = `${backend.name} ${dtype}`;
    const known = this.#ran.get(key) ?? this.#run(backend, this.#model(dtype));
    this.#ran.set(key, known);
    return known;
  }

  #model(dtype: Dtype): Model {
    const { model } = this.reference;
    if (dtype === model.dtype) return model;
    return modelOf(this.network, dtype, model.definition as Definition);
  }

  fast(dtype: Dtype): Ran {
    return this.on(simdBackend, dtype);
  }

  /** Both backends' passes that go back to what is given as well, and the noise of the adjoints. */
  toInputs(): { readonly expected: Execution; readonly actual: Execution; readonly noise: Float64Array } {
    const { model } = this.reference;
    const [expected, actual] = [referenceBackend, simdBackend].map(
      (backend) => this.#run(backend, model, "differentiable").execution,
    ) as [Execution, Execution];
    const seeds = seedsFor(expected, this.network.reduction);
    const noise = new Noise(expected, this.network.seed).adjoints(
      (adjoints) => seedLosses({ adjoints, program: expected.program }, seeds),
      expected.adjoints,
    );
    return { expected, actual, noise };
  }

  #run(backend: Backend, model: Model, inputs: "constant" | "differentiable" = "constant"): Ran {
    const batch = model.prepare(this.batch);
    const execution = backend.execution(model.program(batch.timeSteps, batch.batchSize, { inputs }));
    model.load(execution, batch);
    execution.forward();
    execution.backward(seedsFor(execution, this.network.reduction));
    return { model, batch, execution };
  }
}

function requireModest(what: string, numbers: ArrayLike<number>, most: number): void {
  for (let i = 0; i < numbers.length; i++) {
    if (!Number.isFinite(numbers[i])) throw new Unfit(`a ${what} is not finite`);
    if (Math.abs(numbers[i]!) > most) throw new Unfit(`a ${what} is larger than ${most}`);
  }
}
