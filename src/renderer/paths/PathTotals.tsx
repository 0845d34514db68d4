/** Under the rule: what the paths add up to, what backpropagation found, and whether that is the same. */
import type { ComponentChildren } from "preact";
import { Formula } from "../equations/Formula.js";
import { useStrings } from "../strings.js";
import type { Totals } from "./totals.js";

interface PathTotalsProps {
  readonly totals: Totals;
  /** How many are listed, and how many there are. */
  readonly listed: number;
  readonly count: string;
  /** The derivative, as TeX. */
  readonly derivative: string;
}

export function PathTotals({ totals, listed, count, derivative }: PathTotalsProps) {
  const { paths: words } = useStrings();
  return (
    <div class="unroll-path-totals">
      {totals.listed !== null && (
        <Total value={totals.listed}>
          <span class="unroll-faint">{words.sumOfListed(listed)}</span>
        </Total>
      )}
      <Total value={totals.sum} sign="Σ">
        {words.sumOfPaths(count, count === "1")}
      </Total>
      <Total value={totals.gradient}>
        <Formula tex={derivative} /> {words.byBackpropagation}
      </Total>
    </div>
  );
}

interface TotalProps {
  readonly value: string;
  readonly sign?: string;
  readonly children: ComponentChildren;
}

function Total({ value, sign = "", children }: TotalProps) {
  const isNorm = value.startsWith("\\lVert");
  return (
    <div class="unroll-path-total">
      <span class="unroll-path-sign" aria-hidden="true">
        {sign}
      </span>
      <span class="unroll-path-name">{children}</span>
      <span class="unroll-path-value">
        <Formula tex={isNorm ? value : `=\\;${value}`} />
      </span>
    </div>
  );
}
