/** What runs inside the renderer's page; each function is sent there by itself and sees nothing else of this file. */

/** @param {string} json  a payload @returns {number} ms from renderOutputItem to the end of the layout */
export function drawFirst(json) {
  const started = performance.now();
  window.host.render("a", json);
  window.host.elements.a.getBoundingClientRect();
  window.began = started;
  return performance.now() - started;
}

/** @returns {Promise<number>} ms from renderOutputItem until the page, empty before, showed something of it */
export async function firstPaint() {
  const painted = await new Promise((resolve) => {
    const look = (list) => {
      const paint = list.getEntriesByName("first-contentful-paint")[0];
      if (paint) resolve(paint.startTime);
    };
    new PerformanceObserver(look).observe({ type: "paint", buffered: true });
  });
  return painted - window.began;
}

/** @returns {Promise<number>} ms from renderOutputItem until nothing waits any more: no panel, and no formula for KaTeX */
export function drawWhole() {
  return new Promise((resolve) => {
    const look = () => {
      if (document.querySelector('[aria-busy="true"], .unroll-awaited')) requestAnimationFrame(look);
      else resolve(performance.now() - window.began);
    };
    look();
  });
}

/**
 * Moves the training-step slider by its keys, up and down its whole length.
 * The output draws in an animation frame that the key asks for: two of our own around it tell what it took.
 * @param {number} count  moves
 * @returns {Promise<{ work: number[], laidOut: number[] }>} ms: event, drawing and layout; from the key to the layout's end
 */
export async function scrub(count) {
  const slider = () => document.querySelector('[data-slider="frame"]');
  const value = () => Number(slider().getAttribute("aria-valuenow"));
  const last = Number(slider().getAttribute("aria-valuemax"));
  const times = { work: [], laidOut: [] };
  let key = "ArrowUp";
  for (let i = 0; i < count; i++) {
    const before = value();
    if (before === 0) key = "ArrowDown";
    if (before === last) key = "ArrowUp";
    await move(key);
    if (value() === before) throw new Error(`${key} did not move the slider from ${before}`);
  }
  return times;

  function move(key) {
    return new Promise((resolve) => {
      let frameBegan = 0;
      requestAnimationFrame(() => {
        frameBegan = performance.now();
      });
      const pressed = performance.now();
      slider().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      const handled = performance.now();
      requestAnimationFrame(() => {
        window.host.elements.a.getBoundingClientRect();
        const ended = performance.now();
        times.work.push(handled - pressed + ended - frameBegan);
        times.laidOut.push(ended - pressed);
        setTimeout(resolve, 0); // after this frame was painted
      });
    });
  }
}
