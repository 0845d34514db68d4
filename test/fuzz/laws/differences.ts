import type { ParameterPlace } from "../../../src/engine/parameterPlaces.js";
import { referenceBackend } from "../../../src/engine/program/backend.js";
import { simdBackend } from "../../../src/engine/simd/execution.js";
import { type Network, randomOf } from "../network.js";
import type { Subject } from "../subject.js";
import { Comparison, numbersOf } from "./compare.js";
import { type Law, leftOut, type Verdict } from "./law.js";
import { MovedLoss, type Slope } from "./movedLoss.js";

/**
 * Both backends' gradients are slopes of the loss. All parameters are moved at once, along a random direction: a wrong entry
 * shows in almost every one. Only where that shows something, or is too rough, each parameter is moved by itself.
 */
export const slopesAreDifferences: Law = {
  name: "gradient = central differences",
  check(subject) {
    if (subject.kinks === "near") return leftOut("near a kink");
    const { store, places } = subject.reference.model;
    if (places.length === 0) return leftOut("no parameters");
    const moved = new MovedLoss(subject);
    const together = slopesOf(subject, moved, [{ name: "all parameters", offset: 0, size: store.length }]);
    const isClear = together.wrong.length === 0 && together.leftOut === undefined;
    return isClear ? together : slopesOf(subject, moved, places);
  },
};

type Moved = Pick<ParameterPlace, "name" | "offset" | "size">;

function slopesOf(subject: Subject, moved: MovedLoss, places: readonly Moved[]): Verdict {
  const found = new Slopes();
  for (const { name, offset, size } of places) {
    const direction = directionOf(subject.network, name, size);
    const slope = moved.slope(moved.store, offset, direction);
    const terms = dot(subject.adjointNoise.subarray(offset), direction.map(Math.abs));
    for (const backend of [referenceBackend, simdBackend]) {
      const { adjoints } = subject.on(backend, "float64").execution;
      found.compare(`∂E/∂${name}, ${backend.name}`, dot(adjoints.subarray(offset), direction), slope, terms);
    }
  }
  return found.verdict;
}

/** What is given has its gradient, too: on both backends, and by differences. */
export const inputsHaveGradients: Law = {
  name: "gradient by what is given",
  every: 4,
  check(subject) {
    if (subject.reference.batch.data.size === 0) return leftOut("nothing is given");
    const { expected, actual, noise } = subject.toInputs();
    const { batchSize } = expected.program;
    const moved = subject.kinks === "far" ? new MovedLoss(subject) : undefined;
    const comparison = new Comparison("float64", ["reference", "fast"]);
    const found = new Slopes();
    for (const [name, { at }] of expected.program.inputs) {
      const first = at.find((operand) => operand !== undefined)!;
      const size = at.filter((operand) => operand !== undefined).length * batchSize * first.size;
      const block = { ...first, size, stride: 0 };
      const [mine, other, terms] = [expected.adjoints, actual.adjoints, noise].map((arena) =>
        numbersOf(arena, block, 1),
      );
      comparison.numbers(`∂E/∂${name}`, mine!, other!, terms!);
      const direction = directionOf(subject.network, name, size);
      const slope = moved?.slope(moved.inputs.get(name)!, 0, direction);
      if (moved) found.compare(`∂E/∂${name}`, dot(mine!, direction), slope, dot(terms!, direction.map(Math.abs)));
    }
    return { ...found.verdict, wrong: [...comparison.wrong, ...found.verdict.wrong] };
  },
};

const directionOf = (network: Network, name: string, size: number): Float64Array => {
  const random = randomOf(network, `direction ${name}`);
  return Float64Array.from({ length: size }, () => random.uniform(0.3, 1) * (random.uniform() < 0.5 ? -1 : 1));
};

/** Slopes that are not those of the differences. */
class Slopes {
  readonly #wrong: string[] = [];
  #isRough = false;

  /** @param terms the sum of absolute terms */
  compare(what: string, found: number, slope: Slope | undefined, terms: number): void {
    if (!slope || slope.error > 1e-3 * Math.max(terms, 1e-6)) {
      this.#isRough = true;
      return;
    }
    const most = slope.error + 1e-9 * terms + 1e-12;
    if (Math.abs(found - slope.value) <= most) return;
    this.#wrong.push(`${what}, along a direction: ${found}, differences ${slope.value} (± ${most.toPrecision(2)})`);
  }

  get verdict(): Verdict {
    return { wrong: this.#wrong, ...(this.#isRough && { leftOut: "too rough for differences" }) };
  }
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < b.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
