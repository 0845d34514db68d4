/** Several runs over one another, and the diagnosis of each. */
import { useMemo } from "preact/hooks";
import { diagnose, type Payload } from "../trace/index.js";
import { DiagnosisLine } from "./DiagnosisLine.js";
import type { DecodedRecording } from "./decode.js";
import { Compare, useCompareModel } from "./panels/Compare.js";
import { useStrings } from "./strings.js";
import { Toolbar } from "./Toolbar.js";

interface ComparisonProps {
  readonly payload: Extract<Payload, { view: "compare" }>;
  /** One a run. */
  readonly recordings: readonly DecodedRecording[];
  /** px */
  readonly width: number;
}

export function Comparison({ payload, recordings, width }: ComparisonProps) {
  const runs = useMemo(
    () => payload.runs.map(({ name }, i) => ({ name, decoded: recordings[i]! })),
    [payload, recordings],
  );
  const model = useCompareModel({ runs, width });
  const strings = useStrings();
  const { height } = model;
  const diagnoses = useMemo(
    () => runs.map(({ name, decoded }) => ({ name, diagnosis: diagnose(decoded.recording) })),
    [runs],
  );
  return (
    <>
      {recordings.some(({ training }) => training) && <Toolbar controls={["lossAxis"]} states={[]} motion={false} />}
      <svg
        class="unroll-picture"
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={strings.comparison}
      >
        <Compare model={model} />
      </svg>
      {diagnoses.map(({ name, diagnosis }) => (
        <DiagnosisLine key={name} name={name} diagnosis={diagnosis} />
      ))}
    </>
  );
}
