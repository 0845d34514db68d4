/** What was checked against backpropagation: a table, and in words where the claims part from it in time. */
import { Formula } from "../equations/Formula.js";
import { Labels } from "../panels/Labels.js";
import { useStrings } from "../strings.js";
import {
  type CheckRemark,
  checkCaption,
  checkCells,
  checkHeadings,
  checkRemarks,
  checkRows,
  checkVerdict,
  type GradientCheckPayload,
} from "./checkModel.js";
import { AXIS_HEIGHT, STRIP_HEIGHT, stripLayout } from "./stripLayout.js";
import { AXIS_BASELINE, axisLabels, TimeStrip } from "./TimeStrip.js";

interface CheckProps {
  readonly payload: GradientCheckPayload;
}

export function GradientCheck({ payload }: CheckProps) {
  const { check: words } = useStrings();
  const remarks = checkRemarks(payload, words);
  return (
    <div data-panel="gradientCheck">
      <CheckTable payload={payload} />
      {remarks.length > 0 && <Remarks remarks={remarks} timeSteps={payload.timeSteps} />}
      <p class="unroll-diagnosis">{checkVerdict(payload, words)}</p>
    </div>
  );
}

function CheckTable({ payload }: CheckProps) {
  const { check: words } = useStrings();
  return (
    <table class="unroll-table unroll-check">
      <caption>{checkCaption(payload, words)}</caption>
      <thead>
        <tr>
          {checkHeadings(payload, words).map((heading) => (
            <th key={heading} scope="col">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {checkRows(payload, words).map((row) => (
          <tr key={row.name}>
            <th scope="row">
              <span aria-hidden="true">
                <Formula tex={row.tex} />
              </span>
              {payload.against === "formulas" ? <code>{row.name}</code> : <span class="unroll-hidden">{row.name}</span>}
            </th>
            {checkCells(row, payload).map((cell, i) => (
              <td key={i}>
                <Cell text={cell} />
              </td>
            ))}
            <td class={`unroll-${row.result}`}>{words[row.result]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Characters of a number that may be broken before its power of ten. */
const LONG = 12;

/** A line of a narrow table breaks between the parts of a place and in long numbers, not inside `t = 3` or `16 × 6`. */
function Cell({ text }: { readonly text: string }) {
  const power = text.length > LONG ? text.indexOf("×10") : -1;
  if (power < 0) return text.replace(/ (?=[=×\d])/g, "\u00a0");
  return (
    <>
      {text.slice(0, power)}
      <wbr />
      {text.slice(power)}
    </>
  );
}

/** Time runs left to right in the same columns for all claims. */
function Remarks({ remarks, timeSteps }: { readonly remarks: readonly CheckRemark[]; readonly timeSteps: number }) {
  const { width } = stripLayout(timeSteps);
  return (
    <>
      {remarks.some(({ agrees }) => agrees) && (
        <svg class="unroll-check-axis" width={width} height={AXIS_HEIGHT} aria-hidden="true">
          <Labels labels={axisLabels(timeSteps, 0, AXIS_BASELINE)} />
        </svg>
      )}
      <ul class="unroll-remarks">
        {remarks.map(({ name, sentence, agrees }) => (
          <li key={name}>
            {agrees && (
              <svg width={width} height={STRIP_HEIGHT} aria-hidden="true">
                <TimeStrip agrees={agrees} />
              </svg>
            )}
            <span>{sentence}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
