/** A slider as screen readers and keyboards know it. */
import type { SVGAttributes } from "preact";

export interface Slider {
  readonly label: string;
  /** The value in words. */
  readonly text: string;
  /** Index, 0…last. */
  readonly value: number;
  readonly last: number;
  /** Default false. Its first value is at the top. */
  readonly vertical?: boolean;
  readonly move: (value: number) => void;
}

/** Attributes of the focusable handle. Arrows move by one, page keys by a tenth, Home and End to the ends. */
export function sliderAttributes({
  label,
  text,
  value,
  last,
  vertical = false,
  move,
}: Slider): SVGAttributes<SVGGElement> {
  return {
    role: "slider",
    tabindex: 0,
    "aria-label": label,
    "aria-valuemin": 0,
    "aria-valuemax": last,
    "aria-valuenow": value,
    "aria-valuetext": text,
    "aria-orientation": vertical ? "vertical" : "horizontal",
    onKeyDown: (event: KeyboardEvent) => {
      const next = valueAfter(event.key, value, last);
      if (next === null || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      move(next);
    },
  };
}

/** The value after a key; null for keys that no slider handles. Down is onward: the first training step stands on top. */
export function valueAfter(key: string, value: number, last: number): number | null {
  const page = Math.max(1, Math.round(last / 10));
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: 1,
    ArrowDown: 1,
    ArrowLeft: -1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -last,
    End: last,
  };
  const by = steps[key];
  return by === undefined ? null : Math.min(Math.max(value + by, 0), last);
}
