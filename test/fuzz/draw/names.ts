/** Names that no slip is seen in: capitals for matrices, small letters for the rest, never a function's. */
import type { Chooser } from "./chooser.js";

const STOCK = {
  input: ["x", "v", "i", "a"],
  target: ["target", "d"],
  mask: ["m"],
  state: ["h", "s", "z", "r", "q", "g", "n", "c", "y", "ŷ", "o", "δ", "net", "u_1"],
  matrix: ["W", "U", "V", "P", "Q", "R", "A", "W_hh", "M"],
  vector: ["b", "p", "k", "w", "θ", "b_1"],
  derived: ["D", "S", "f_1", "B"],
  loss: ["E", "L", "J", "E1", "loss_2", "E_w"],
} as const;
export type NameKind = keyof typeof STOCK;

/** Hands out each name once. */
export class Names {
  readonly #taken = new Set<string>();

  constructor(private readonly chooser: Chooser) {}

  take(kind: NameKind): string {
    const free = STOCK[kind].filter((name) => !this.#taken.has(name));
    const name =
      free.length > 0
        ? this.chooser.chance(0.6)
          ? free[0]!
          : this.chooser.pick(free)
        : this.#numbered(STOCK[kind][0]);
    this.#taken.add(name);
    return name;
  }

  #numbered(stem: string): string {
    let number = 2;
    while (this.#taken.has(`${stem}${number}`)) number++;
    return `${stem}${number}`;
  }
}
