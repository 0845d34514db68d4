/** Goes through the time steps whose numbers are kept: by its buttons, by the arrow keys, Home and End. */
import { Formula } from "../equations/Formula.js";
import { useStrings } from "../strings.js";
import { KeyButton } from "./KeyButton.js";

interface TimeStepperProps {
  /** Kept time steps, latest first. */
  readonly times: readonly number[];
  /** Which of them. */
  readonly index: number;
  readonly onChange: (index: number) => void;
}

/** Where a key leads: time runs to the right, the list to the left. */
const KEYS: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowLeft: (index) => index + 1,
  ArrowDown: (index) => index + 1,
  ArrowRight: (index) => index - 1,
  ArrowUp: (index) => index - 1,
  Home: (_, last) => last,
  End: () => 0,
};

export function TimeStepper({ times, index, onChange }: TimeStepperProps) {
  const { derivation: words } = useStrings();
  const last = times.length - 1;
  const go = (to: number) => onChange(Math.max(0, Math.min(last, to)));
  const onKeyDown = (event: KeyboardEvent) => {
    const step = KEYS[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    go(step(index, last));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset draws a frame and is no control of its own
    <div class="unroll-group unroll-stepper" role="group" aria-label={words.timeStep} onKeyDown={onKeyDown}>
      {last > 0 && (
        <KeyButton label={words.earlier} disabled={index === last} onClick={() => go(index + 1)}>
          <Arrow points="10,3 5,8 10,13" />
        </KeyButton>
      )}
      <output class="unroll-stepper-time" aria-label={`${words.timeStep} ${times[index]}`}>
        <span aria-hidden="true">
          <Formula tex={`t = ${times[index]}`} />
        </span>
      </output>
      {last > 0 && (
        <KeyButton label={words.later} disabled={index === 0} onClick={() => go(index - 1)}>
          <Arrow points="6,3 11,8 6,13" />
        </KeyButton>
      )}
    </div>
  );
}

function Arrow({ points }: { readonly points: string }) {
  return (
    <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true">
      <polyline points={points} fill="none" stroke="currentColor" stroke-width="1.6" />
    </svg>
  );
}
