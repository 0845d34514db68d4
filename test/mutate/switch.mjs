/** Which mutant is turned on: stands at the head of the judge's bundle, before the modules that ask it. */

/** More calls than a network of the judge needs: a mutant that asks more often does not come to an end. */
const ENDLESS = 20;

globalThis.mutation = {
  /** @type {number | undefined} */
  now: undefined,
  /** By id, 1 where the mutant's condition was met. */
  met: new Uint8Array(10_000),
  calls: 0,
  most: Number.POSITIVE_INFINITY,
  is(id) {
    this.met[id] = 1;
    if (++this.calls > this.most) throw new RangeError("a mutant does not come to an end");
    return id === this.now;
  },
  /** From the first line on: the process's own mutant, if it was started with one. */
  first: process.argv[2] === undefined ? undefined : Number(process.argv[2]),
  /** Begins anew with a mutant (or none). @param usual calls of the engine without any mutant */
  begin(now = this.first, usual = Number.POSITIVE_INFINITY) {
    this.now = now;
    this.met.fill(0);
    this.calls = 0;
    this.most = usual * ENDLESS + 10_000;
  },
};
globalThis.mutation.begin();
