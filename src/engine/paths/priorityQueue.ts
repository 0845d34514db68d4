/** Gives the largest key first; of equal keys the one that came first. A binary heap. */
export class PriorityQueue<Item> {
  readonly #heap: { readonly key: number; readonly order: number; readonly item: Item }[] = [];
  #pushed = 0;

  push(item: Item, key: number): void {
    this.#heap.push({ key, order: this.#pushed++, item });
    for (let at = this.#heap.length - 1, up = (at - 1) >> 1; at > 0 && this.#before(at, up); up = (at - 1) >> 1) {
      this.#swap(at, up);
      at = up;
    }
  }

  pop(): { readonly key: number; readonly item: Item } | undefined {
    if (this.#heap.length > 1) this.#swap(0, this.#heap.length - 1);
    const top = this.#heap.pop();
    for (let at = 0, child = this.#largerChild(0); child && this.#before(child, at); child = this.#largerChild(at)) {
      this.#swap(at, child);
      at = child;
    }
    return top;
  }

  #largerChild(at: number): number | undefined {
    const left = 2 * at + 1;
    if (left >= this.#heap.length) return undefined;
    return left + 1 < this.#heap.length && this.#before(left + 1, left) ? left + 1 : left;
  }

  #before(a: number, b: number): boolean {
    const [x, y] = [this.#heap[a]!, this.#heap[b]!];
    return x.key > y.key || (x.key === y.key && x.order < y.order);
  }

  #swap(a: number, b: number): void {
    [this.#heap[a], this.#heap[b]] = [this.#heap[b]!, this.#heap[a]!];
  }
}
