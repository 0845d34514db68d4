/** Traces of one model take turns with its execution: each tells its own numbers, to the last digit, in whatever order. */
import fc from "fast-check";
import { it } from "vitest";
import { backward, Definition, type Trace } from "../../src/engine/index.js";
import { holds } from "../support/property.js";
import { randomNetwork } from "./randomNetwork.js";
import { onEveryBackend } from "./support/everyBackend.js";

type Question = (trace: Trace) => ArrayLike<number>;

const firstParameter = ({ model }: Trace): string => model.places[0]!.name;
const firstSequence = ({ program }: Trace): string => [...program.sequences.keys()][0]!;

const questions: readonly Question[] = [
  ({ loss }) => [loss],
  (trace) => trace.value(firstSequence(trace)).data,
  (trace) => trace.gradient(firstParameter(trace)).data,
  (trace) => trace.gradientAt(firstParameter(trace), trace.timeSteps).data,
  (trace) => trace.gradientNorms(firstParameter(trace)),
  (trace) => trace.gradientNorms(firstSequence(trace)),
  (trace) => trace.adjoint(firstSequence(trace), trace.timeSteps).data,
  (trace) => trace.gradientNormsOf(1, firstSequence(trace)),
  (trace) => trace.credit(firstSequence(trace)).data,
  (trace) =>
    trace.model.definition.checked.states.flatMap(({ name, runsBackward }) =>
      trace.timeSteps > 1 ? [...trace.jacobian(name, runsBackward ? 1 : 2).data] : [],
    ),
];
const indices = fc.array(fc.tuple(fc.nat(1), fc.nat(questions.length - 1)), { minLength: 4, maxLength: 12 });

const same = (a: ArrayLike<number>, b: ArrayLike<number>): boolean =>
  a.length === b.length && Array.from(a).every((x, i) => Object.is(x, b[i]));

onEveryBackend((dtype) => {
  it("one that others came between is one that stood alone", () => {
    const law = fc.property(randomNetwork, indices, ({ text, sizes, batch, seed }, asked) => {
      const build = (n: number) => new Definition(text).build(sizes, { seed: seed + n, dtype });
      const shared = build(0);
      const first = backward(shared, batch);
      shared.store.set(build(1).store); // as a training step does
      const traces = [first, backward(shared, batch, { reduction: "mean" })] as const;
      return asked.every(([which, k]) => {
        const alone = backward(build(which), batch, { reduction: traces[which]!.reduction });
        return same(questions[k]!(traces[which]!), questions[k]!(alone));
      });
    });
    holds(law, 20);
  });
});
