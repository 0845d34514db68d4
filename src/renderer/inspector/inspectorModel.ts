/** The node that is clicked: its statement with the numbers in it, its value, its gradient. */
import type { NetworkStatement, TexPart } from "../../trace/index.js";
import type { NodeId, View } from "../cursor.js";
import { type DecodedDetail, type DecodedRecording, nearestDetail } from "../decode.js";
import { joinTex, splitAtEquals } from "../equations/equationsModel.js";
import { numbersTex, numberTex } from "./numberTex.js";

export interface Vector {
  readonly data: ArrayLike<number>;
  /** Euclidean norm. */
  readonly norm: number;
}

export interface InspectorModel {
  /** `s_{3}`, as TeX. */
  readonly nameTex: string;
  /** `s[3]`, for a reader who cannot see it. */
  readonly name: string;
  /** The statement at this time: `= \tanh(U x_{3} + …)`; null for what the task gives. */
  readonly symbolic: string | null;
  /** The same with numbers in place of names; null when it would say nothing new. */
  readonly numeric: string | null;
  /** What comes out: `= \begin{bmatrix}…`. */
  readonly result: string | null;
  readonly value: Vector | null;
  readonly adjoint: Vector | null;
  /** `∂E/∂s_{3}`, as TeX. */
  readonly adjointTex: string;
  /** Token that stands at this node, such as a character. */
  readonly token: string | null;
  /** Training step of these numbers, and of the cursor. */
  readonly step: number;
  readonly cursorStep: number;
  readonly given: boolean;
}

/** @param entries how many of a vector's first entries are written before the dots; default 3 */
export function inspectorModel(decoded: DecodedRecording, view: View, entries = 3): InspectorModel | null {
  const { selected } = view;
  const detail = nearestDetail(decoded, view.frame);
  const sequence = decoded.recording.network.sequences.find(({ name }) => name === selected?.sequence);
  if (!selected || !sequence) return null;
  const time = decoded.frames.times[selected.column] ?? 1;
  const statement = decoded.recording.network.statements.find(({ name }) => name === selected.sequence);
  const timed = sequence.time !== "none";
  const nameTex = timed ? `${sequence.tex}_{${time}}` : sequence.tex;
  return {
    nameTex,
    name: timed ? `${sequence.name}[${time}]` : sequence.name,
    adjointTex: `\\partial E / \\partial ${nameTex}`,
    ...evaluated(decoded, detail, selected, statement, entries),
    value: detail && vectorAt(detail.values, selected),
    adjoint: detail && vectorAt(detail.adjoints, selected),
    token: decoded.recording.task?.tokens[sequence.name]?.[selected.column] ?? null,
    step: detail?.step ?? 0,
    cursorStep: decoded.frames.steps[view.frame] ?? 0,
    given: !statement,
  };
}

/** Row `column` of a [T, size] series. */
function vectorAt(series: DecodedDetail["values"], { sequence, column }: NodeId): Vector | null {
  const found = series.get(sequence);
  if (!found) return null;
  const size = found.shape[1] ?? 1;
  const data = found.data.slice(column * size, (column + 1) * size);
  return data.length === 0 ? null : { data, norm: Math.hypot(...data) };
}

type Evaluated = Pick<InspectorModel, "symbolic" | "numeric" | "result">;

function evaluated(
  decoded: DecodedRecording,
  detail: DecodedDetail | null,
  node: NodeId,
  statement: NetworkStatement | undefined,
  entries: number,
): Evaluated {
  const value = detail && vectorAt(detail.values, node);
  const result = value && `= ${numbersTex(value.data, value.data.length, 1, entries)}`;
  if (!statement) return { symbolic: null, numeric: null, result };
  const { right } = splitAtEquals(statement.tex);
  const time = decoded.frames.times[node.column] ?? 1;
  const symbols = right.map((part) => ({ tex: texAt(part, time, decoded.recording.timeSteps) }));
  const numbers = detail ? right.map((part) => ({ tex: numbersOf(part, decoded, detail, time, entries) })) : [];
  return { symbolic: joinTex(symbols), numeric: detail && joinTex(numbers), result };
}

/** The time that a part reads when its statement is computed at `time`; null for a parameter. */
function timeOf(part: TexPart, time: number, T: number): number | null {
  if (!("name" in part) || part.base === null) return null;
  return (part.base === "T" ? T : time) + part.offset;
}

/** A part's TeX with its time as a number: `s_{t-1}` at t = 3 is `s_{2}`. */
function texAt(part: TexPart, time: number, T: number): string {
  const read = timeOf(part, time, T);
  return read === null ? part.tex : part.tex.replace(/([_{,\s])[tT]\s*([+-]\s*\d+)?(\}?)$/u, `$1${read}$3`);
}

/** A part's numbers; its symbols where they are not kept. */
function numbersOf(
  part: TexPart,
  decoded: DecodedRecording,
  detail: DecodedDetail,
  time: number,
  entries: number,
): string {
  if (!("name" in part)) return part.tex;
  const read = timeOf(part, time, decoded.recording.timeSteps);
  const symbols = texAt(part, time, decoded.recording.timeSteps);
  return read === null
    ? (parameterNumbers(part.name, decoded, detail, entries) ?? timelessNumbers(part.name, detail, entries) ?? symbols)
    : (sequenceNumbers(part.name, read, decoded, detail, entries) ?? symbols);
}

function parameterNumbers(
  name: string,
  { recording }: DecodedRecording,
  detail: DecodedDetail,
  entries: number,
): string | null {
  const shape = recording.network.parameters.find((parameter) => parameter.name === name);
  const series = detail.parameters.get(name);
  return shape && series ? numbersTex(series.data, shape.rows, shape.columns, entries) : null;
}

function timelessNumbers(name: string, detail: DecodedDetail, entries: number): string | null {
  const vector = vectorAt(detail.values, { sequence: name, column: 0 });
  return vector && numbersTex(vector.data, vector.data.length, 1, entries);
}

function sequenceNumbers(
  name: string,
  time: number,
  decoded: DecodedRecording,
  detail: DecodedDetail,
  entries: number,
): string | null {
  const column = decoded.frames.times.indexOf(time);
  const vector = column >= 0 ? vectorAt(detail.values, { sequence: name, column }) : null;
  if (vector) return numbersTex(vector.data, vector.data.length, 1, entries);
  const outside = time < 1 || time > decoded.recording.timeSteps;
  const initial = outside ? detail.initial.get(name)?.data : undefined;
  if (initial) return numbersTex(initial, initial.length, 1, entries);
  return outside ? numberTex(0) : null;
}
