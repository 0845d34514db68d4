import { texOfNameAt } from "../language/index.js";

/** A named quantity at a time step; `time` is null for one that stands outside time. */
export class PathPlace {
  constructor(
    readonly name: string,
    /** 1…T; 0 before the first step, T + 1 after the last. */
    readonly time: number | null,
  ) {}

  /** As it is written in a cell: `h[2]`. */
  get text(): string {
    return this.time === null ? this.name : `${this.name}[${this.time}]`;
  }

  /** Typeset: `h_{2}`. */
  get tex(): string {
    return texOfNameAt(this.name, this.time === null ? null : { base: String(this.time), offset: 0 });
  }
}
