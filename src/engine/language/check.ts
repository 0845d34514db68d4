import { EquationError } from "../errors.js";
import { isLossFunction } from "../functions/index.js";
import type { CheckedEquations, Expression, Span, Statement, StatementTime } from "./ast.js";
import { namesRunningBackward, refuseCycles } from "./cycles.js";
import { grouped } from "./grouped.js";
import { timeReadError } from "./hints/timeReads.js";
import { refuseSwappedTargets } from "./lossArguments.js";
import { lossesOf } from "./losses.js";
import { refuseNameSlips } from "./nameSlips.js";
import { parse } from "./parser.js";
import { type NameNode, namesIn, nodesIn } from "./reads.js";
import { supposedFunctions } from "./unknownFunctions.js";

/**
 * Reads and checks a text: every name has a role, every index is legal, nothing needs itself.
 * @param statements what a text written by hand says, whose unassigned names are a network's, computed or given; by default the
 *   text is a network
 * @throws EquationError where the text is wrong
 */
export function check(source: string, statements?: readonly Statement[]): CheckedEquations {
  const checked = new Checker(source, statements ?? parse(source)).checked();
  if (!statements) refuseSwappedTargets(source, checked.statements, checked.inputs);
  return checked;
}

class Checker {
  readonly #byName: ReadonlyMap<string, Statement>;
  readonly #names: readonly { node: NameNode; statement: Statement }[];
  readonly #reads: ReadonlyMap<string, readonly NameNode[]>;
  readonly #timeless: boolean;

  constructor(
    private readonly source: string,
    private readonly statements: readonly Statement[],
  ) {
    this.#byName = this.#assignments();
    this.#names = statements.flatMap((statement) => namesIn(statement.expression).map((node) => ({ node, statement })));
    this.#reads = grouped(
      this.#names.map(({ node }) => node),
      ({ name }) => name,
    );
    this.#timeless = statements.every(({ time }) => time === "none") && this.#names.every(({ node }) => !node.time);
  }

  checked(): CheckedEquations {
    refuseNameSlips(this.source, this.statements);
    for (const { node, statement } of this.#names) this.#checkIndex(node, statement);
    const inputNames = this.#inputNames();
    this.#refuseMixedIndex(inputNames);
    refuseCycles(this.source, this.statements);
    const inputs = [...inputNames].map((name) => this.#input(name));
    return {
      source: this.source,
      statements: this.statements,
      inputs,
      parameters: this.#parameters(inputNames),
      losses: lossesOf(this.statements),
      states: this.#states(),
      timeless: this.#timeless,
      supposedFunctions: supposedFunctions(this.source, this.statements),
    };
  }

  #assignments(): Map<string, Statement> {
    const byName = new Map<string, Statement>();
    for (const statement of this.statements) {
      const before = byName.get(statement.name);
      if (before)
        throw this.#error(
          statement.nameSpan,
          `${statement.name} is assigned twice, first on line ${before.span.line}`,
          "Give one of the two another name.",
        );
      byName.set(statement.name, statement);
    }
    return byName;
  }

  /** The index with which a name is read must fit where it is read and how it is assigned. */
  #checkIndex(node: NameNode, reader: Statement): void {
    const { source, statements } = this;
    const error = timeReadError({ source, statements, reader, node, assigned: this.#byName.get(node.name) });
    if (error) throw error;
  }

  #refuseMixedIndex(inputs: ReadonlySet<string>): void {
    for (const [name, reads] of this.#reads) {
      const node = reads[0]!;
      const other = reads.find(({ time }) => (time === null) !== (node.time === null));
      if (!other || this.#byName.has(name)) continue;
      const plain = node.time ? other : node;
      const hint = inputs.has(node.name)
        ? `An input is read as ${node.name}[t] everywhere; a parameter never has an index.`
        : undefined;
      throw this.#error(
        plain.span,
        `${node.name} stands with a time index elsewhere (line ${(node.time ? node : other).span.line}) but without one here`,
        hint,
      );
    }
  }

  /** Names that the task gives, in order of appearance. */
  #inputNames(): Set<string> {
    const targets = grouped(
      this.statements.flatMap(({ expression }) => targetNames(expression)),
      String,
    );
    const { left, applied } = this.#factors();
    // what also stands elsewhere, `squaredError(U, W)`, is a parameter
    const isTarget = (name: string): boolean =>
      targets.get(name)?.length === this.#reads.get(name)!.length ||
      (this.#timeless && targets.has(name) && !left.has(name));
    const isInput = ({ name, time }: NameNode): boolean =>
      time !== null || isTarget(name) || (this.#timeless && applied.has(name) && !left.has(name));
    return new Set(
      this.#names.flatMap(({ node }) => (!this.#byName.has(node.name) && isInput(node) ? [node.name] : [])),
    );
  }

  /**
   * Without time, what a matrix is applied to is the input: x in `W x` and `A * B * x`. A number is no matrix, and neither is
   * w' in `w' w`.
   */
  #factors(): { left: Set<string>; applied: Set<string> } {
    const [left, applied] = [new Set<string>(), new Set<string>()];
    for (const node of this.statements.flatMap(({ expression }) => nodesIn(expression))) {
      const chain = factorsOf(node);
      const last = chain.pop();
      for (const factor of chain) if (factor.kind === "name") left.add(factor.name);
      if (last?.kind !== "name") continue;
      if (chain.some((factor) => namesIn(factor).some(({ name }) => name !== last.name))) applied.add(last.name);
    }
    return { left, applied };
  }

  #input(name: string): CheckedEquations["inputs"][number] {
    const reads = this.#reads.get(name)!;
    const plain = reads.every(({ time }) => !time);
    const atEnd = reads.every(({ time }) => time?.base === "T" && time.offset === 0);
    const time: StatementTime = plain ? "none" : atEnd ? "T" : "t";
    return { name, time, span: reads[0]!.span };
  }

  #parameters(inputs: ReadonlySet<string>): CheckedEquations["parameters"] {
    const found = new Map<string, Span>();
    for (const { node } of this.#names) {
      if (!this.#byName.has(node.name) && !inputs.has(node.name) && !found.has(node.name))
        found.set(node.name, node.span);
    }
    return [...found].map(([name, span]) => ({ name, span }));
  }

  #states(): CheckedEquations["states"] {
    const reach = new Map<string, { maxLag: number; maxLead: number }>();
    for (const { node } of this.#names) {
      const { name, time } = node;
      if (time?.base !== "t" || time.offset === 0 || !this.#byName.has(name)) continue;
      const known = reach.get(name) ?? { maxLag: 0, maxLead: 0 };
      reach.set(name, { maxLag: Math.max(known.maxLag, -time.offset), maxLead: Math.max(known.maxLead, time.offset) });
    }
    const backward = namesRunningBackward(this.statements);
    return this.statements.flatMap(({ name }) => {
      const found = reach.get(name);
      if (!found) return [];
      return { name, ...found, runsBackward: found.maxLag === 0 || (found.maxLead > 0 && backward.has(name)) };
    });
  }

  #error(span: Span, problem: string, hint?: string): EquationError {
    return new EquationError({ source: this.source, span, problem, ...(hint ? { hint } : {}) });
  }
}

/** The factors of a matrix product, numbers left out. */
function factorsOf(e: Expression): Expression[] {
  if (e.kind === "binary" && e.operator === "product") return [...factorsOf(e.left), ...factorsOf(e.right)];
  return namesIn(e).length > 0 ? [e] : [];
}

/** Plain names that stand as the target of a loss. */
function targetNames(expression: Expression): string[] {
  return nodesIn(expression).flatMap((node) => {
    if (node.kind !== "call" || !isLossFunction(node.function)) return [];
    const target = node.arguments[0]!;
    return target.kind === "name" && !target.time ? [target.name] : [];
  });
}
