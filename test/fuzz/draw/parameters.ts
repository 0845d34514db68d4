import type { Expression, Shape } from "../../../src/engine/language/index.js";
import type { Chooser } from "./chooser.js";
import type { Names } from "./names.js";
import { nameAt } from "./scope.js";
import { transposeNode } from "./trees.js";

/** Parameters are made when they are first wanted, and often wanted again: so ties and shared weights are drawn. */
export class Parameters {
  /** Those drawn so far, and those made of others. */
  readonly #known: { readonly name: string; readonly shape: Shape }[] = [];

  constructor(
    private readonly chooser: Chooser,
    private readonly names: Names,
  ) {}

  /** Parameters by name with their shapes. */
  get all(): readonly { readonly name: string; readonly shape: Shape }[] {
    return this.#known;
  }

  /** Something learned of that shape: new or used before, perhaps the transpose of another. */
  use(shape: Shape): Expression {
    const { chooser } = this;
    const turned = { rows: shape.columns, columns: shape.rows };
    const [same, across] = [this.#ofShape(shape), this.#ofShape(turned)];
    if (same.length > 0 && chooser.chance(this.#known.length > 9 ? 0.9 : 0.3))
      return nameAt(chooser.pick(same).name, null);
    if (across.length > 0 && chooser.chance(0.15)) return transposeNode(nameAt(chooser.pick(across).name, null));
    const isTurned = shape.columns > 1 && chooser.chance(0.25);
    const { name } = this.add(isTurned ? turned : shape);
    return isTurned ? transposeNode(nameAt(name, null)) : nameAt(name, null);
  }

  /** Makes a new one; `name` for one that is made of others. */
  add(shape: Shape, name?: string): { readonly name: string; readonly shape: Shape } {
    const isMatrix = shape.columns > 1;
    const known = { name: name ?? this.names.take(isMatrix ? "matrix" : "vector"), shape };
    this.#known.push(known);
    return known;
  }

  #ofShape({ rows, columns }: Shape) {
    return this.#known.filter(({ shape }) => shape.rows === rows && shape.columns === columns);
  }
}
