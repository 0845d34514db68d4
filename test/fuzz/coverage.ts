/** How often what was met: productions of the language, and decisions of the fast engine's planner. */
export class Coverage {
  readonly #counts = new Map<string, Map<string, number>>();
  readonly #expected = new Set<string>();

  /** Makes names known that are to be met, so that one that never is stands at 0. */
  expect(kind: string, names: readonly string[]): void {
    for (const name of names) {
      this.#expected.add(`${kind} ${name}`);
      this.count(kind, name, 0);
    }
  }

  /** @param times how often it was met; default once */
  count(kind: string, name: string, times = 1): void {
    const known = this.#counts.get(kind) ?? new Map<string, number>();
    this.#counts.set(kind, known);
    known.set(name, (known.get(name) ?? 0) + times);
  }

  /** What is to be met and was met less often than `least`: `function diag: 12`. */
  below(least: number): string[] {
    return this.rows.flatMap(([kind, name, count]) =>
      count < least && this.#expected.has(`${kind} ${name}`) ? [`${kind} ${name}: ${count}`] : [],
    );
  }

  /** Kind, name, count; in the order in which they became known. */
  get rows(): (readonly [kind: string, name: string, count: number])[] {
    return [...this.#counts].flatMap(([kind, names]) =>
      [...names].map(([name, count]) => [kind, name, count] as const),
    );
  }

  /** A table in Markdown, a row for each kind. */
  toString(): string {
    const rows = [...this.#counts].map(([kind, names]) => {
      const all = [...names].sort(([, a], [, b]) => b - a).map(([name, count]) => `${cell(name)} ${count}`);
      return `| ${kind} | ${all.join(" · ")} |`;
    });
    return ["| kind | how many networks have it |", "|---|---|", ...rows].join("\n");
  }
}

/** In code marks: names hold signs that Markdown reads. */
const cell = (name: string): string => `\`${name.replaceAll("|", "\\|")}\``;
