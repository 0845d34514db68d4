/** Which productions of the language a network has, read from its checked text. */
import type { Model } from "../../src/engine/index.js";
import {
  type CheckedEquations,
  type Expression,
  isLossFunction,
  namesIn,
  nodesIn,
  type Shape,
  type Statement,
  TIME_FORMS,
  timeFormOf,
} from "../../src/engine/language/index.js";
import { sharedStatements } from "../../src/engine/program/schedule.js";
import type { Coverage } from "./coverage.js";
import { MASK } from "./data.js";
import { FUNCTION_PRODUCTIONS, SIGNS, timeForms } from "./grammar.js";
import type { Network } from "./network.js";

const SHAPES = ["number", "column", "row", "matrix"] as const;
const TIMES = ["t", "T", "none"] as const;
const ROLES = [
  "input at t",
  "input at T",
  "input without time",
  "mask",
  "parameter",
  "parameter made of others",
  "state read back",
  "state read further back",
  "state read ahead",
  "state that starts at given numbers",
  "state that starts at learned numbers",
] as const;
const STRUCTURES = [
  "without time",
  "no input",
  "many to one",
  "several losses",
  "loss by its name",
  "loss outside time",
  "tied parameter",
  "parameter and its transpose",
  "sequence read at several times",
  "product with its own shifted self",
  "feedback",
  "prediction without a name",
  "prediction with a name",
  "function of a function",
  "size left out",
  "mean over time",
] as const;
const BATCHES = ["one sequence", "a batch of one", "a batch of several"] as const;

/** What is to be met. */
export function expectProductions(coverage: Coverage): void {
  coverage.expect(
    "function",
    FUNCTION_PRODUCTIONS.map(({ name }) => name),
  );
  coverage.expect(
    "sign",
    Object.entries(SIGNS).flatMap(([operator, signs]) => signs.map((sign) => signOf(operator, sign))),
  );
  coverage.expect("node", ["number", "name", "negate", "transpose", "binary", "call"]);
  coverage.expect(
    "time form",
    timeForms().map(([, { written }]) => formName(written)),
  );
  coverage.expect("statement at", TIMES);
  coverage.expect(
    "loss",
    FUNCTION_PRODUCTIONS.filter(({ kind }) => kind === "loss").flatMap(({ name }) =>
      TIMES.map((time) => `${name} at ${time}`),
    ),
  );
  coverage.expect("assigned shape", SHAPES);
  coverage.expect("parameter shape", SHAPES);
  coverage.expect("role", ROLES);
  coverage.expect("structure", STRUCTURES);
  coverage.expect("batch", BATCHES);
}

const formName = (written: string): string => (written === "" ? "no index" : written);
const signOf = (operator: string, sign: string): string =>
  sign === "" ? `${operator} by a blank` : `${operator} ${sign}`;

/** Counts each production that a network has once. */
export function countProductions(coverage: Coverage, network: Network, model: Model): void {
  const { checked } = model.definition;
  const nodes = checked.statements.flatMap(({ expression }) => nodesIn(expression));
  const met: readonly (readonly [kind: string, names: readonly string[]])[] = [
    ["function", nodes.flatMap((node) => (node.kind === "call" ? [node.function] : []))],
    ["sign", nodes.flatMap((node) => (node.kind === "binary" ? [signOf(node.operator, node.symbol)] : []))],
    ["node", nodes.map(({ kind }) => kind)],
    [
      "time form",
      nodes.flatMap((node) => (node.kind === "name" ? [formName(TIME_FORMS[timeFormOf(node.time)!].written)] : [])),
    ],
    ["statement at", checked.statements.map(({ time }) => time)],
    ["loss", checked.statements.flatMap(lossesIn)],
    ["assigned shape", checked.statements.map(({ name }) => shapeName(model.shapeOf(name)))],
    ["parameter shape", checked.parameters.map(({ name }) => shapeName(model.shapeOf(name)))],
    ["role", rolesIn(checked, network)],
    ["structure", structuresIn(checked, network)],
    ["batch", [network.B === null ? BATCHES[0] : network.B === 1 ? BATCHES[1] : BATCHES[2]]],
  ];
  for (const [kind, names] of met) for (const name of new Set(names)) coverage.count(kind, name);
}

const lossesIn = ({ expression, time }: Statement): string[] =>
  nodesIn(expression).flatMap((node) =>
    node.kind === "call" && isLossFunction(node.function) ? [`${node.function} at ${time}`] : [],
  );

function shapeName({ rows, columns }: Shape): (typeof SHAPES)[number] {
  if (columns === 1) return rows === 1 ? "number" : "column";
  return rows === 1 ? "row" : "matrix";
}

function rolesIn(checked: CheckedEquations, { initial }: Network): (typeof ROLES)[number][] {
  const { inputs, parameters, states } = checked;
  const of = (is: boolean, role: (typeof ROLES)[number]) => (is ? [role] : []);
  const starts = Object.values(initial);
  return [
    ...inputs.map(({ time }) => (time === "none" ? ("input without time" as const) : (`input at ${time}` as const))),
    ...of(
      inputs.some(({ name }) => MASK.test(name)),
      "mask",
    ),
    ...of(parameters.length > 0, "parameter"),
    ...of(sharedStatements(checked).size > 0, "parameter made of others"),
    ...of(
      states.some(({ maxLag }) => maxLag === 1),
      "state read back",
    ),
    ...of(
      states.some(({ maxLag }) => maxLag > 1),
      "state read further back",
    ),
    ...of(
      states.some(({ maxLead }) => maxLead > 0),
      "state read ahead",
    ),
    ...of(starts.includes("given"), "state that starts at given numbers"),
    ...of(starts.includes("learned"), "state that starts at learned numbers"),
  ];
}

function structuresIn(checked: CheckedEquations, network: Network): (typeof STRUCTURES)[number][] {
  const { statements, inputs, parameters, losses, timeless } = checked;
  const nodes = statements.flatMap(({ expression }) => nodesIn(expression));
  const lossStatements = statements.filter(({ name }) => losses.includes(name));
  const readers = (name: string) =>
    statements.filter(({ expression }) => namesIn(expression).some((node) => node.name === name));
  const targets = new Set(
    nodes.flatMap((node) =>
      node.kind === "call" && isLossFunction(node.function) ? namesIn(node.arguments[0]!).map(({ name }) => name) : [],
    ),
  );
  const predictions = nodes.flatMap((node) =>
    node.kind === "call" && isLossFunction(node.function) ? [node.arguments[1]!] : [],
  );
  const rows: readonly (readonly [boolean, (typeof STRUCTURES)[number]])[] = [
    [timeless, "without time"],
    [inputs.every(({ name }) => targets.has(name)), "no input"],
    [lossStatements.some(({ time }) => time === "T"), "many to one"],
    [losses.length > 1, "several losses"],
    [lossStatements.some((s) => lossesIn(s).length === 0), "loss by its name"],
    [!timeless && lossStatements.some(({ time }) => time === "none"), "loss outside time"],
    [parameters.some(({ name }) => readers(name).length > 1), "tied parameter"],
    [parameters.some(({ name }) => isTurnedToo(name, nodes)), "parameter and its transpose"],
    [statements.some(({ name }) => timesRead(name, nodes) > 1), "sequence read at several times"],
    [nodes.some(isOwnProduct), "product with its own shifted self"],
    [statements.some((s, i) => readers(s.name).some((reader) => statements.indexOf(reader) < i)), "feedback"],
    [predictions.some(({ kind }) => kind !== "name"), "prediction without a name"],
    [predictions.some(({ kind }) => kind === "name"), "prediction with a name"],
    [
      nodes.some((node) => node.kind === "call" && node.arguments.some(({ kind }) => kind === "call")),
      "function of a function",
    ],
    [[...inputs, ...statements].some(({ name }) => !(name in network.sizes)), "size left out"],
    [network.reduction === "mean", "mean over time"],
  ];
  return rows.flatMap(([is, name]) => (is ? [name] : []));
}

function isTurnedToo(name: string, nodes: readonly Expression[]): boolean {
  const turned = nodes.filter(
    (node) => node.kind === "transpose" && node.operand.kind === "name" && node.operand.name === name,
  );
  const all = nodes.filter((node) => node.kind === "name" && node.name === name);
  return turned.length > 0 && all.length > turned.length;
}

const timesRead = (wanted: string, nodes: readonly Expression[]): number =>
  new Set(
    nodes.flatMap((node) =>
      node.kind === "name" && node.name === wanted && node.time ? [`${node.time.base}${node.time.offset}`] : [],
    ),
  ).size;

/** `q[t] .* q[t+1]`. */
function isOwnProduct(node: Expression): boolean {
  if (node.kind !== "binary" || (node.operator !== "times" && node.operator !== "product")) return false;
  const { left, right } = node;
  return (
    left.kind === "name" &&
    right.kind === "name" &&
    left.name === right.name &&
    left.time?.offset !== right.time?.offset
  );
}
