/**
 * Chooses which steps of a run are kept, without knowing how long it will be: every one until there are `capacity`,
 * then every second, every fourth…; the stored ones are thinned to match. So there are always between capacity/2 and
 * capacity of them, evenly spaced from step 0 on.
 */
export class KeptSteps<Kept extends { readonly step: number }> {
  #stride = 1;
  #kept: Kept[] = [];

  /** @param capacity the most that are kept; an even number */
  constructor(private readonly capacity = 96) {}

  get all(): readonly Kept[] {
    return this.#kept;
  }

  /** Whether step number `step` belongs to the kept ones. */
  wants(step: number): boolean {
    return step % this.#stride === 0;
  }

  add(kept: Kept): void {
    if (this.#kept.length >= this.capacity) {
      this.#stride *= 2;
      this.#kept = this.#kept.filter(({ step }) => step % this.#stride === 0);
      if (!this.wants(kept.step)) return;
    }
    this.#kept.push(kept);
  }
}
