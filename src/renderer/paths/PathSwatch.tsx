/** A path's number and a piece of its line: what ties a row to the graph, without colour too. */
import { PathBadge } from "./PathLines.js";
import { pathStyle, usePathPaint } from "./pathStyle.js";

const WIDTH = 44;
const HEIGHT = 18;

export function PathSwatch({ index }: { readonly index: number }) {
  const paint = usePathPaint();
  const { dashes } = pathStyle(index);
  return (
    <svg class="unroll-swatch" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <path
        d={`M17,${HEIGHT / 2}H${WIDTH - 2}`}
        stroke-width={2.6}
        {...(dashes ? { "stroke-dasharray": dashes } : { "stroke-linecap": "round" as const })}
        {...paint(index)}
      />
      <PathBadge index={index} badge={{ x: 8.5, y: HEIGHT / 2 }} />
    </svg>
  );
}
