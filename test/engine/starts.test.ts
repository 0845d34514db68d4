/** A start is one value for all time steps before the first: what is differentiated by it, held against central differences. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backward, Definition, findPaths, learned, type Model, Random, type Trace } from "../../src/engine/index.js";
import { isOnInitialSide } from "../../src/engine/program/compile.js";
import { holds } from "../support/property.js";
import { type RandomNetwork, randomNetwork } from "./randomNetwork.js";

type Kind = "given" | "learned" | "zero";
type Starts = Readonly<Record<string, number[]>>;

/** A model whose states begin like that: a zero start is not spoken of, and a learned one is set. */
function modelOf({ text, sizes, seed }: RandomNetwork, kind: Kind, starts: Starts): Model {
  const names = Object.keys(starts);
  const initial = {
    given: starts,
    learned: Object.fromEntries(names.map((name) => [name, learned])),
    zero: {},
  }[kind];
  const model = new Definition(text).build(sizes, { seed, initial });
  const random = new Random(seed + 1);
  const drawn = model.places.map(({ shape, name }) => {
    const start = starts[name.slice(0, -3)];
    const numbers = Array.from({ length: shape.rows * shape.columns }, () => random.uniform(-1, 1));
    const rows = Array.from({ length: shape.rows }, (_, i) =>
      numbers.slice(i * shape.columns, (i + 1) * shape.columns),
    );
    return [name, kind === "learned" && start ? start : rows] as const;
  });
  return model.set(Object.fromEntries(drawn));
}

function startsOf(network: RandomNetwork, kind: Kind): Starts {
  const { checked } = new Definition(network.text);
  const random = new Random(network.seed + 2);
  const sizeOf = (name: string): number => network.sizes[name] as number;
  return Object.fromEntries(
    checked.states.map(({ name }) => [
      name,
      Array.from({ length: sizeOf(name) }, () => (kind === "zero" ? 0 : random.uniform(-1, 1))),
    ]),
  );
}

/** Of every number that a trace tells, its derivatives by one start. [size of the start][numbers] */
function differences(network: RandomNetwork, state: string, starts: Starts, read: (t: Trace) => ArrayLike<number>) {
  const h = 1e-5;
  // a shifted zero is given; a learned start is no other than a given one of the same numbers
  const at = (i: number, shift: number) => {
    const moved = starts[state]!.map((x, k) => (k === i ? x + shift : x));
    const model = modelOf(network, "given", { ...starts, [state]: moved });
    return Array.from(read(backward(model, network.batch)));
  };
  return starts[state]!.map((_, i) => {
    const [up, down] = [at(i, h), at(i, -h)];
    return up.map((x, k) => (x - down[k]!) / (2 * h));
  });
}

/** Numbers of each sequence of a batch added up; those of a single sequence as they are. */
function summed(numbers: ArrayLike<number>, size: number): number[] {
  const sums = new Array<number>(size).fill(0);
  for (let i = 0; i < numbers.length; i++) sums[i % size]! += numbers[i]!;
  return sums;
}

function expectClose(found: readonly number[], expected: readonly number[], what: string): void {
  const size = Math.max(1, ...expected.map(Math.abs));
  found.forEach((x, i) => {
    expect(Math.abs(x - expected[i]!) / size, `${what}: ${found} and ${expected}`).toBeLessThan(1e-6);
  });
}

const kinds = fc.constantFrom<Kind>("given", "learned", "zero");

describe("of a start, given, learned or zero, read one or several steps back", () => {
  it("adjoint, and the sum of the paths, are central differences of the loss", () => {
    const law = (network: RandomNetwork, kind: Kind): void => {
      const starts = startsOf(network, kind);
      const trace = backward(modelOf(network, kind, starts), network.batch);
      const { checked } = trace.model.definition;
      for (const { name } of checked.states) {
        const both = differences(network, name, starts, ({ loss, losses }) => [loss, losses.at(-1)!]);
        const [slopes, lastSlopes] = [0, 1].map((k) => both.map((slope) => slope[k]!)) as [number[], number[]];
        for (const t of trace.program.sequences.get(name)!.boundary.keys()) {
          if (!isOnInitialSide(checked, name, t)) continue;
          const what = `${kind} ${name}[${t}]`;
          expectClose(summed(trace.adjoint(name, t).data, slopes.length), slopes, what);
          expectClose(summed(trace.adjointOf(trace.timeSteps, name, t).data, slopes.length), lastSlopes, what);
          const paths = checked.losses.flatMap((loss) => sumOfPaths(trace, loss, `${name}[${t}]`));
          expectClose(summed(paths, slopes.length), slopes, `paths to ${what}`);
        }
      }
    };
    holds(fc.property(randomNetwork, kinds, law), 8);
  });

  it("the first step's Jacobian is central differences of the first value", () => {
    const law = (network: RandomNetwork, kind: Kind): void => {
      const starts = startsOf(network, kind);
      const trace = backward(modelOf(network, kind, starts), network.batch);
      for (const { name, runsBackward } of trace.model.definition.checked.states) {
        const first = runsBackward ? trace.timeSteps : 1;
        const columns = differences(network, name, starts, (t) => t.value(name, first).data);
        const expected = columns[0]!.flatMap((_, row) => columns.map((column) => column[row]!));
        expectClose(Array.from(trace.jacobian(name, first).data), expected, `${kind} ${name}`);
      }
    };
    holds(fc.property(randomNetwork, kinds, law), 8);
  });

  it("is there at step 0 also where the sequence is shorter than what looks back", () => {
    for (const lag of [1, 2, 3]) {
      const definition = new Definition(`s[t] = 2 * s[t-${lag}] + x[t]\nE[t] = sum(s[t])`);
      const trace = backward(definition.build({ s: 1, x: 1 }, { initial: { s: [3] } }), { x: [5] });
      expect(trace.value("s", 0).data[0]).toBe(3);
      expect(trace.adjoint("s", 0).data[0]).toBe(2);
      expect(trace.jacobian("s", 1).data[0]).toBe(2);
      expect(findPaths(trace, "E", "s[0]").sum.data[0]).toBe(2);
    }
  });
});

/** Nothing where no path joins the two. */
function sumOfPaths(trace: Trace, loss: string, target: string): number[] {
  try {
    return Array.from(findPaths(trace, loss, target).sum.data);
  } catch (error) {
    if (/^no path leads/u.test((error as Error).message)) return [];
    throw error;
  }
}

describe("a reader of a state", () => {
  const values = (text: string): number[] => {
    const model = new Definition(text).build({ x: 1 }, { initial: { r: [8] } });
    const trace = backward(model, { x: [[1], [2], [3]] });
    return [1, 2, 3].map((t) => trace.value("r", t).data[0]!);
  };

  it.each(["r[t]", "r[t-1]", "r[t+1]", "r[t-2] + r[t+3]"])(
    "does not move the start of a layer that runs backward: %s",
    (loss) => {
      expect(values(`r[t] = 0.5 * r[t+1] + x[t]\nE[t] = ${loss}`)).toEqual([3.75, 5.5, 7]);
    },
  );

  it.each(["r[t]", "r[t-1]", "r[t+1]", "r[t-2] + r[t+3]"])(
    "does not move the start of one that runs forward: %s",
    (loss) => {
      expect(values(`r[t] = 0.5 * r[t-1] + x[t]\nE[t] = ${loss}`)).toEqual([5, 4.5, 5.25]);
    },
  );

  it("does not, through another name of the layer", () => {
    const text = "r[t] = 0.5 * q[t+1] + x[t]\nq[t] = r[t]\nE[t] = r[t-1] + q[t-1]";
    const model = new Definition(text).build({ x: 1 }, { initial: { q: [8] } });
    const trace = backward(model, { x: [[1], [2], [3]] });
    expect([1, 2, 3].map((t) => trace.value("r", t).data[0])).toEqual([3.75, 5.5, 7]);
    expect(trace.jacobian("q", 2).data[0]).toBe(0.5);
  });
});
