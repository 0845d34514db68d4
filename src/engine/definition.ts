import { type CheckedEquations, check, type TexPiece, texOf, type Warning, warningsOf } from "./language/index.js";
import { Model } from "./model.js";
import type { ModelOptions, Sizes } from "./modelOptions.js";
import { NameRoles } from "./nameRoles.js";
import type { Initialisers, NetworkDefinition } from "./networkDefinition.js";
import { tellWarnings } from "./warnings.js";

/** A network as its equations: checked, but without sizes and numbers. Immutable. */
export class Definition implements NetworkDefinition {
  /** The text as it was written. */
  readonly source: string;
  /** The checked equations: statements, inputs, parameters, states and losses. */
  readonly checked: CheckedEquations;
  /** Initialisers used where `build` names none. */
  readonly init: Initialisers;
  /** What is legal in the text, and probably not what was meant: a statement that acts on no loss, an unknown function. */
  readonly warnings: readonly Warning[];

  /**
   * @param source one statement a line (the equation language)
   * @throws EquationError where the text is wrong, with line, column and a caret
   */
  constructor(source: string, init: Initialisers = {}) {
    this.source = source;
    this.checked = check(source);
    this.init = init;
    this.warnings = warningsOf(this.checked);
    tellWarnings(this.warnings);
  }

  /** The statements as they were written, without comments. */
  get equations(): readonly string[] {
    return this.checked.statements.map(({ text }) => text);
  }

  /** Names that the task gives: inputs and targets. */
  get inputs(): readonly string[] {
    return this.checked.inputs.map(({ name }) => name);
  }

  /** Names that are learned, shared by all time steps. */
  get parameters(): readonly string[] {
    return this.checked.parameters.map(({ name }) => name);
  }

  /** Every name with its role; `model.roles` adds their sizes. */
  get roles(): NameRoles {
    return new NameRoles(this.checked);
  }

  /** The equations in TeX, aligned at their equals signs. */
  tex(): string {
    const lines = this.checked.statements.map((statement) => alignAtEquals(texOf(statement)));
    return `\\begin{aligned}\n${lines.join(" \\\\\n")}\n\\end{aligned}`;
  }

  /**
   * Gives the network its sizes and its first numbers.
   * @param sizes length of each vector that the equations name: `{ x: 6, s: 16, y: 6 }`
   * @throws ShapeError when sizes are missing, do not fit or leave open what is meant; EquationError for a function that there
   *   is not and for a cross-entropy of logits; OptionError for a wrong option
   */
  build(sizes: Sizes, options: ModelOptions = {}): Model {
    return Model.build(this, sizes, options);
  }

  toString(): string {
    return this.equations.join("\n");
  }

  toJSON(): { source: string } {
    return { source: this.source };
  }
}

function alignAtEquals(pieces: readonly TexPiece[]): string {
  return pieces
    .map(({ tex }) => tex)
    .join("")
    .replace("=", "&=");
}
