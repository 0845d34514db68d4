/** The equations, typeset, and the size of everything in them. */
import { Fragment } from "preact";
import type { Network } from "../../trace/index.js";
import { useStrings } from "../strings.js";
import { equationsModel, type SizeRow } from "./equationsModel.js";
import { Formula } from "./Formula.js";
import { NamesTable } from "./NamesTable.js";

/** @param props.showSizes whether `x ∈ ℝ⁶` stands under the equations; default no */
export function Equations({ network, showSizes = false }: { readonly network: Network; readonly showSizes?: boolean }) {
  const { rows, sizes, names } = equationsModel(network);
  const strings = useStrings();
  return (
    <div class="unroll-equations" data-panel="equations">
      <div class="unroll-equation-rows">
        {rows.map((row) => (
          <Fragment key={row.name}>
            <span class="unroll-left">
              <Formula tex={row.left} />
            </span>
            <span class="unroll-right">
              <Formula tex={row.right} />
            </span>
          </Fragment>
        ))}
      </div>
      <Warnings network={network} />
      {showSizes && <Sizes sizes={sizes.filter(({ kind }) => kind === "sequence")} label={strings.sizes} />}
      {showSizes && <Sizes sizes={sizes.filter(({ kind }) => kind === "parameter")} label={strings.parameterSizes} />}
      {showSizes && <NamesTable names={names} />}
    </div>
  );
}

function Warnings({ network: { warnings = [] } }: { readonly network: Network }) {
  const { equations: words } = useStrings();
  if (warnings.length === 0) return null;
  return (
    <div class="unroll-warnings" role="note">
      {warnings.map((warning) => (
        <p key={`${warning.kind} ${warning.name}`}>{words.warning(warning)}</p>
      ))}
    </div>
  );
}

function Sizes({ sizes, label }: { readonly sizes: readonly SizeRow[]; readonly label: string }) {
  if (sizes.length === 0) return null;
  return (
    <ul class="unroll-sizes" aria-label={label}>
      {sizes.map((size) => (
        <li key={size.name}>
          <Formula tex={size.tex} />
        </li>
      ))}
    </ul>
  );
}
