import type { Initialiser } from "./initialisers.js";
import type { CheckedEquations, Warning } from "./language/index.js";

/** What a definition recommends for its parameters, by name; `build` may override each. */
export type Initialisers = Readonly<Record<string, Initialiser>>;

/** What a model keeps of the definition that it was built from. */
export interface NetworkDefinition {
  /** The text as it was written. */
  readonly source: string;
  /** The statements as they were written, without comments. */
  readonly equations: readonly string[];
  /** The checked equations: statements, inputs, parameters, states and losses. */
  readonly checked: CheckedEquations;
  /** Names that are learned, shared by all time steps. */
  readonly parameters: readonly string[];
  /** Initialisers used where `build` names none. */
  readonly init: Initialisers;
  /** What is legal in the text, and probably not what was meant. */
  readonly warnings: readonly Warning[];
}
