import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { whileIdle } from "../../src/kernel/whileIdle.js";

/** @param onPiece is given the number of the piece in hand, from 1 */
function* work(pieces: number, onPiece: (piece: number) => void) {
  for (let piece = 1; piece <= pieces; piece++) {
    onPiece(piece);
    yield;
  }
}

it("does all of the work, in order", async () => {
  const done: number[] = [];
  await new Promise<void>((resolve) => {
    whileIdle(work(50, (piece) => done.push(piece) === 50 && resolve()));
  });
  expect(done).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
});

it("begins nothing before it is returned, and nothing more once it is ended", async () => {
  let done = 0;
  let rounds = 0;
  const end = whileIdle(
    work(1000, (piece) => {
      done = piece;
      if (piece === 3) end();
    }),
  );
  expect(done).toBe(0);
  while (done < 3) await setImmediate();
  while (rounds++ < 20) await setImmediate();
  expect(done).toBe(3);
});

it("lets others run in between", async () => {
  let others = 0;
  let isOver = false;
  const waitOrEnd = (piece: number) => {
    const until = performance.now() + 2;
    while (performance.now() < until);
    isOver = piece === 40;
  };
  whileIdle(work(40, waitOrEnd));
  for (; !isOver; others++) await setImmediate();
  expect(others).toBeGreaterThan(10);
});
