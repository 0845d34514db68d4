/** A vector as a strip of small bars about a zero line; what is not finite is a full bar in another colour. */
import { type ColourRole, useTheme } from "../theme.js";

const HEIGHT = 44;
const WIDEST_BAR = 14;

/** One bar: where it stands (px) and whether its number is finite. */
export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly finite: boolean;
}

/**
 * Bars of a vector, scaled to its largest finite entry.
 * @param width px of the strip
 */
export function barStrip(data: ArrayLike<number>, width: number): Bar[] {
  const values = Array.from(data);
  const largest = Math.max(...values.filter(Number.isFinite).map(Math.abs), 0) || 1;
  const step = Math.min(width / values.length, WIDEST_BAR);
  const gap = step > 4 ? 1 : 0;
  return values.map((value, i) => {
    const finite = Number.isFinite(value);
    const height = finite ? (Math.abs(value) / largest) * (HEIGHT / 2 - 1) : HEIGHT / 2 - 1;
    return { x: i * step, y: value < 0 ? HEIGHT / 2 : HEIGHT / 2 - height, width: step - gap, height, finite };
  });
}

/** @param props.label what a reader who cannot see it is told */
export function BarStrip(props: {
  readonly data: ArrayLike<number>;
  readonly colour: ColourRole;
  readonly width: number;
  readonly label: string;
}) {
  const { data, colour, width, label } = props;
  const { paint } = useTheme();
  return (
    <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
      {barStrip(data, width).map(({ finite, ...bar }, i) => (
        <rect key={i} {...bar} {...paint({ fill: finite ? colour : "accent" })} />
      ))}
      <line x1={0} x2={width} y1={HEIGHT / 2} y2={HEIGHT / 2} {...paint({ stroke: "rule" })} />
    </svg>
  );
}
