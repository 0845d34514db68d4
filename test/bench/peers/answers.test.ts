import { expect, it } from "vitest";
import type { Job } from "../versus/protocol.js";
import { answersOf } from "./answers.js";

const JOB: Job = {
  task: "step",
  dtype: "float64",
  shape: { cell: "rnn", hidden: 1, inputs: 1, timeSteps: 1, batch: 1 },
};

it("a peer says who it is, prepares a job by one run of it, and then runs it as often as it is asked to", () => {
  let runs = 0;
  const ready = { run: () => ++runs, arena: () => 8 };
  const answer = answersOf(
    { text: "a peer" },
    () => ready,
    () => 4096,
  );
  expect(answer({ ask: "about" })).toEqual({ text: "a peer" });
  expect(answer({ ask: "prepare", ...JOB })).toEqual({ loss: 1, arena: 8 });
  expect(answer({ ask: "run", times: 5 })).toEqual({ milliseconds: expect.any(Number), resident: 4096 });
  expect(runs).toBe(6);
});

it("a peer refuses in words what it cannot do, and still has the job before", () => {
  let runs = 0;
  const ready = { run: () => void runs++ };
  const answer = answersOf({ text: "" }, ({ dtype }) => (dtype === "float64" ? ready : "float64 only"));
  answer({ ask: "prepare", ...JOB });
  expect(answer({ ask: "prepare", ...JOB, dtype: "float32" })).toEqual({ refuses: "float64 only" });
  answer({ ask: "run", times: 2 });
  expect(runs).toBe(3);
});
