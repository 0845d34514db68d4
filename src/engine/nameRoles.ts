import {
  type CheckedEquations,
  type InferredShapes,
  type Role,
  roleOf,
  type Shape,
  type SizeOrigin,
  type StatementTime,
  targetsOf,
} from "./language/index.js";

/** One name of a network. */
export interface NameRole {
  readonly name: string;
  readonly role: Role;
  /** How it is indexed. */
  readonly time: StatementTime;
  /** Rows and columns; null before `build`. */
  readonly size: Shape | null;
  /** Where its size came from; null before `build`. */
  readonly origin: SizeOrigin | null;
}

/** Every name of a network with its role, and of a model with its size and where that came from. Prints as a table. */
export class NameRoles {
  /** Inputs and targets, parameters, and what is assigned, each in the order of the text. */
  readonly rows: readonly NameRole[];

  /** @param shapes undefined before `build` */
  constructor(checked: CheckedEquations, shapes?: InferredShapes) {
    const targets = targetsOf(checked);
    const row = (name: string, role: Role, time: StatementTime): NameRole => ({
      name,
      role,
      time,
      size: shapes?.ofName.get(name) ?? null,
      origin: shapes?.origins.get(name) ?? null,
    });
    this.rows = [
      ...checked.inputs.map(({ name, time }) => row(name, targets.has(name) ? "target" : "input", time)),
      ...checked.parameters.map(({ name }) => row(name, "parameter", "none")),
      ...checked.statements.map((s) => row(s.name, roleOf(s, checked), s.time)),
    ];
  }

  /** A line for each name. @param words of the language that it speaks; default English */
  text(words: RoleWords = ROLE_WORDS): string {
    return table(
      this.rows.map(({ name, role, size, origin }) => [
        name,
        words.roles[role],
        sizeText(size),
        origin ? words.origin(origin) : "",
      ]),
    );
  }

  toString(): string {
    return this.text();
  }

  toJSON(): readonly NameRole[] {
    return this.rows;
  }
}

/** How roles and origins are said. */
export interface RoleWords {
  readonly roles: { readonly [R in Role]: string };
  readonly origin: (origin: SizeOrigin) => string;
}

/** English. */
export const ROLE_WORDS: RoleWords = {
  roles: {
    input: "input",
    target: "target",
    parameter: "parameter",
    state: "state",
    hidden: "hidden",
    output: "output",
    loss: "loss",
    derived: "derived",
  },
  origin: (origin) => {
    if (origin.kind === "given") return "given";
    const from = origin.from.length > 0 ? `from ${origin.from.join(" and ")}, ` : "";
    return `${from}inferred from line ${origin.line}`;
  },
};

/** `16×6`, `16`, or nothing when it is not known. */
function sizeText(size: Shape | null): string {
  if (!size) return "";
  return size.columns > 1 ? `${size.rows}×${size.columns}` : `${size.rows}`;
}

/** Columns side by side, each as wide as its widest cell. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => cellsOf(row[column]!))));
  const padded = (text: string, width: number): string => text + " ".repeat(width - cellsOf(text));
  return rows
    .map((row) =>
      row
        .map((cell, i) => padded(cell, widths[i]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** A terminal gives two cells to a wide character, none to a mark on another. */
const cellsOf = (text: string): number =>
  [...text].reduce((sum, c) => sum + (/\p{M}/u.test(c) ? 0 : /[⺀-￦]/u.test(c) ? 2 : 1), 0);
