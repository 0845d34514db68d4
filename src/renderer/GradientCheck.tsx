/** Backpropagation's gradient against central differences, parameter by parameter. */
import { formatNumber, type Payload } from "../trace/index.js";
import { Formula } from "./equations/Formula.js";
import { checkRows, verdictOf } from "./gradientCheckModel.js";
import { useStrings } from "./strings.js";

export type GradientCheckPayload = Extract<Payload, { view: "gradientCheck" }>;

export function GradientCheck({ payload }: { readonly payload: GradientCheckPayload }) {
  const strings = useStrings();
  const headings = [strings.parameter, strings.size, strings.difference, strings.worstEntry, strings.result];
  return (
    <div data-panel="gradientCheck">
      <table class="unroll-table">
        <caption>{strings.tolerance(formatNumber(payload.tolerance))}</caption>
        <thead>
          <tr>
            {headings.map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {checkRows(payload).map((row) => (
            <tr key={row.name}>
              <th scope="row">
                <span class="unroll-hidden">{row.name}</span>
                <span aria-hidden="true">
                  <Formula tex={row.tex} />
                </span>
              </th>
              <td>{row.size}</td>
              <td>{row.difference}</td>
              <td>{row.worst}</td>
              <td class={`unroll-${row.result}`}>{strings[row.result]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="unroll-diagnosis">{verdictOf(payload, strings)}</p>
    </div>
  );
}
