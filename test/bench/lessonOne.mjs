/** A cell that trains what lesson 1 trains and shows its dashboard. */
export const LESSON_ONE = `const lyric = tasks.text("想要有直升机")
const model = cells.elman.build({ x: lyric.size, s: 16, y: lyric.size }, { seed: 7, init: { W: init.spectral(1.1) } })
dashboard(await train(model, lyric, { steps: 300, optimizer: sgd({ lr: 0.1 }), clipNorm: 5 }))`;
