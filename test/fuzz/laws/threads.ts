import { seedsFor } from "../../../src/engine/observe.js";
import { type Execution, seedLosses } from "../../../src/engine/program/backend.js";
import { simdBackendOf } from "../../../src/engine/simd/execution.js";
import { setThreadHost, type ThreadHost } from "../../../src/engine/simd/threadHost.js";
import { divided } from "../../engine/simd/divided.js";
import { type Law, leftOut } from "./law.js";

/** The parts that threads do side by side, done one after the other in either order: every bit stays. */
export const partsAreIndependent: Law = {
  name: "two parts = one, bit for bit",
  every: 2,
  check(subject) {
    const one = subject.fast("float64");
    const order = subject.network.seed % 2 === 0 ? "last to first" : "first to last";
    const threads = subject.network.seed % 3 === 0 ? 3 : 2;
    const parts = divided(one.execution.program, threads, order);
    const execution = { ...parts, program: one.execution.program } as unknown as Execution;
    one.model.load(execution, one.batch);
    parts.forward();
    seedLosses(execution, seedsFor(execution, subject.network.reduction));
    parts.backward();
    return { wrong: bitsThatDiffer(one.execution, parts) };
  },
};

/** The same with a thread that helps. @param hosted a host of threads; undefined where there is none */
export const threadsAgree = (hosted: ThreadHost | undefined): Law => ({
  name: "two threads = one, bit for bit",
  every: 20,
  check(subject) {
    if (!hosted) return leftOut("no threads");
    const one = subject.fast("float64").execution;
    setThreadHost(hosted);
    const two = subject.on(simdBackendOf("always"), "float64").execution;
    const wrong = bitsThatDiffer(one, two);
    setThreadHost(undefined);
    return { wrong };
  },
});

type Numbers = Pick<Execution, "values" | "adjoints">;

function bitsThatDiffer(one: Numbers, two: Numbers): string[] {
  return (["values", "adjoints"] as const).flatMap((arena) => {
    const i = one[arena].findIndex((x, k) => !Object.is(x, two[arena][k]));
    return i < 0 ? [] : [`${arena}[${i}]: ${one[arena][i]} in one, ${two[arena][i]} in parts`];
  });
}
