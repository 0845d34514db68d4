/** One derived line in the panel's grid: its formula, its button, what is noted beside it, and its numbers once it is open. */
import type { DerivationLines } from "../../trace/index.js";
import { Formula } from "../equations/Formula.js";
import { useStrings } from "../strings.js";
import { type LineModel, nearestCheck } from "./derivationModel.js";
import type { Room } from "./derivationRoom.js";
import { KeyButton } from "./KeyButton.js";
import { LineNumbers } from "./LineNumbers.js";
import { TimeStepper } from "./TimeStepper.js";

/** Which lines stand open, and at which time step. */
export interface Opened {
  readonly keys: ReadonlySet<string>;
  /** Null: the latest that each line has. */
  readonly time: number | null;
}

/** What all lines of a panel share. */
export interface LineContext {
  readonly derivation: DerivationLines;
  /** TeX of the parameters. */
  readonly timeless: ReadonlySet<string>;
  readonly room: Room;
  readonly opened: Opened;
  readonly setOpened: (opened: Opened) => void;
}

export function LineRows({
  line,
  derivation,
  timeless,
  room,
  opened,
  setOpened,
}: LineContext & { readonly line: LineModel }) {
  const { derivation: words } = useStrings();
  const isOpen = opened.keys.has(line.key);
  const times = line.source.checks.map(({ time }) => time);
  const check = nearestCheck(times, opened.time);
  const onChange = (index: number) => setOpened({ ...opened, time: times[index]! });
  return (
    <>
      <Symbols line={line} room={room} />
      <div class="unroll-derived-button">
        {line.hasNumbers && (
          <KeyButton
            label={words.numbersOf(line.text)}
            expanded={isOpen}
            onClick={() => setOpened(toggled(opened, line.key))}
          >
            {words.withNumbers} <Chevron />
          </KeyButton>
        )}
        {isOpen && (times[check] ?? 0) > 0 && <TimeStepper times={times} index={check} onChange={onChange} />}
      </div>
      {line.notes.map((note) => (
        <p key={note} class="unroll-derived-note unroll-faint">
          {words.notes[note]}
        </p>
      ))}
      {isOpen && (
        <LineNumbers
          line={line.source}
          timeSteps={derivation.timeSteps}
          timeless={timeless}
          room={room.numbers}
          check={check}
        />
      )}
    </>
  );
}

function toggled(opened: Opened, key: string): Opened {
  const keys = new Set(opened.keys);
  if (!keys.delete(key)) keys.add(key);
  return { ...opened, keys };
}

/** The line itself: read out as its text, seen as its formula. */
function Symbols({ line, room }: { readonly line: LineModel; readonly room: Room }) {
  return (
    <>
      <div class="unroll-derived-left">
        <span class="unroll-hidden">{line.text}</span>
        <span aria-hidden="true">
          <Formula tex={line.left} />
        </span>
      </div>
      <div class="unroll-derived-right" aria-hidden="true" style={`font-size:${room.scaleOf(line.right)}em`}>
        <Formula tex={line.right} />
      </div>
    </>
  );
}

function Chevron() {
  return (
    <svg class="unroll-chevron" width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
      <polyline points="2,3.5 5,6.5 8,3.5" fill="none" stroke="currentColor" stroke-width="1.4" />
    </svg>
  );
}
