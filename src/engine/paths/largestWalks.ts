import { norm } from "../clipping.js";
import type { Walk } from "./walk.js";

/** A walk with the norm of its adjoint; a value that is not a number counts as infinite, so that it is shown and not dropped. */
export interface SizedWalk {
  readonly walk: Walk;
  readonly size: number;
}

/** The walk with its size. */
export function sized(walk: Walk): SizedWalk {
  const size = norm(walk.adjoint);
  return { walk, size: Number.isNaN(size) ? Infinity : size };
}

/** The largest walks so far, largest first; of equal ones those that came first. */
export class LargestWalks {
  readonly all: SizedWalk[] = [];

  /** @param count how many are kept */
  constructor(private readonly count: number) {}

  /** What a walk must exceed to be kept. */
  get least(): number {
    return this.all.length < this.count ? -1 : this.all[this.count - 1]!.size;
  }

  add(walk: SizedWalk): void {
    if (walk.size <= this.least) return;
    let at = this.all.length;
    while (at > 0 && this.all[at - 1]!.size < walk.size) at -= 1;
    this.all.splice(at, 0, walk);
    if (this.all.length > this.count) this.all.pop();
  }
}
