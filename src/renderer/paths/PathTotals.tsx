/** Under the rule: what the paths add up to, what backpropagation found, and whether that is the same. */
import type { ComponentChildren } from "preact";
import { Formula } from "../equations/Formula.js";
import { useStrings } from "../strings.js";
import { shortCountText } from "./countText.js";
import { PathValue } from "./PathValue.js";
import type { Totals } from "./totals.js";

interface PathTotalsProps {
  readonly totals: Totals;
  /** Whether the values are norms. */
  readonly isNorm: boolean;
  /** How many are listed, and how many there are, in digits. */
  readonly listed: number;
  readonly count: string;
  /** The derivative, as TeX. */
  readonly derivative: string;
}

export function PathTotals({ totals, isNorm, listed, count, derivative }: PathTotalsProps) {
  const { paths: words } = useStrings();
  return (
    <div class="unroll-path-totals">
      {totals.listed !== null && (
        <Total value={totals.listed} isNorm={isNorm}>
          <span class="unroll-faint">{words.sumOfListed(listed)}</span>
        </Total>
      )}
      <Total value={totals.sum} isNorm={isNorm} sign="Σ">
        {words.sumOfPaths(shortCountText(count), count === "1")}
      </Total>
      <Total value={totals.gradient} isNorm={isNorm}>
        <Formula tex={derivative} /> {words.byBackpropagation}
      </Total>
    </div>
  );
}

interface TotalProps {
  readonly value: string;
  readonly isNorm: boolean;
  readonly sign?: string;
  readonly children: ComponentChildren;
}

function Total({ value, isNorm, sign = "", children }: TotalProps) {
  return (
    <div class="unroll-path-total">
      <span class="unroll-path-sign" aria-hidden="true">
        {sign}
      </span>
      <span class="unroll-path-name">{children}</span>
      <PathValue value={value} isNorm={isNorm} />
    </div>
  );
}
