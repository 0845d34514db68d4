import type { Node } from "acorn";
import MagicString from "magic-string";

/** A cell's text while it is being rewritten. */
export class CellEdit {
  readonly text: MagicString;
  readonly #shared = new Set<string>();
  readonly #local = new Set<string>();
  readonly #claimed = new Set<Node>();

  /** @param localNames names that stay the cell's own; see {@link share} */
  constructor(
    readonly source: string,
    private readonly localNames: ReadonlySet<string>,
  ) {
    this.text = new MagicString(source);
  }

  /** The session's variables that this cell declares. */
  get shared(): readonly string[] {
    return [...this.#shared];
  }

  /** Names declared for the cell itself only. */
  get local(): readonly string[] {
    return [...this.#local];
  }

  /**
   * Makes these names the session's. Names of the language's own (`Map`, `Error`) are left to the cell, since the
   * session's code would meet them too.
   * @returns whether the declaration is to be rewritten
   */
  share(names: readonly string[]): boolean {
    const isLocal = names.some((name) => this.localNames.has(name));
    for (const name of names) (isLocal ? this.#local : this.#shared).add(name);
    return !isLocal;
  }

  /** Whether this node has not been seen before. */
  claim(node: Node): boolean {
    if (this.#claimed.has(node)) return false;
    this.#claimed.add(node);
    return true;
  }
}
