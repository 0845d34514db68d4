/** The networks whose training step is measured, each ready to step. Importing this needs the bundle `engine.js`. */
const { adam, cells, sgd, Trainer } = await import("../../out/bench/engine.js");

/** Class indices from 0, one a time step. @param {number} count @param {number} classes */
const indices = (count, classes) => Array.from({ length: count }, (_, t) => (t * 7 + 3) % classes);

/** @param {string} name @param {string} cell @param {Record<string, number>} sizes @param {number} timeSteps @param {object} options */
function trainer(name, cell, sizes, timeSteps, options) {
  const made = new Trainer(cells[cell].build(sizes, { seed: 1 }), options);
  made.feed({ x: indices(timeSteps, sizes.x), target: indices(timeSteps, sizes.y).reverse() });
  return { name, trainer: made };
}

/** H hidden, I input and O output numbers, T time steps; batch of one, float64. */
export const trainers = () => [
  trainer("elman, lesson 1 (H 16, I 6, O 6, T 5)", "elman", { x: 6, s: 16, y: 6 }, 5, {
    optimizer: sgd({ lr: 0.01 }),
    clipNorm: 5,
  }),
  trainer("elman (H 16, I 8, O 8, T 50)", "elman", { x: 8, s: 16, y: 8 }, 50, { optimizer: sgd({ lr: 0.01 }) }),
  trainer("lstm (H 16, I 8, O 8, T 50)", "lstm", { x: 8, h: 16, y: 8 }, 50, { optimizer: adam({ lr: 0.001 }) }),
];
