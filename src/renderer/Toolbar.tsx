/** What can be switched and played: real buttons, each with a name. */
import { Button } from "./Button.js";
import type { Control } from "./contents.js";
import { useView } from "./cursor.js";
import { type Strings, useStrings } from "./strings.js";

interface ToolbarProps {
  readonly controls: readonly Control[];
  readonly states: readonly string[];
  /** Whether play goes on by itself; without motion each press is one step. */
  readonly motion: boolean;
}

export function Toolbar({ controls, states, motion }: ToolbarProps) {
  const strings = useStrings();
  const has = (control: Control) => controls.includes(control);
  return (
    <div class="unroll-toolbar">
      {has("play") && <PlayControls motion={motion} />}
      {has("fold") && states.length > 0 && <FoldChoice strings={strings} />}
      {has("source") && states.length > 0 && <SourceChoice strings={strings} />}
      {has("lossAxis") && <AxisChoice strings={strings} />}
      {has("state") && states.length > 1 && <StateChoice strings={strings} states={states} />}
    </div>
  );
}

const ICONS = {
  play: "M4 2.5v11l9-5.5z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
  stepBack: "M12 3v10L5 8zM3 3h1.5v10H3z",
  stepForward: "M4 3v10l7-5zM11.5 3H13v10h-1.5z",
};

function IconButton(props: {
  readonly icon: keyof typeof ICONS;
  readonly label: string;
  readonly title?: string;
  readonly onClick: () => void;
}) {
  const { icon, label, title = label, onClick } = props;
  return (
    <Button label={label} title={title} onClick={onClick}>
      <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true">
        <path d={ICONS[icon]} fill="currentColor" />
      </svg>
    </Button>
  );
}

function PlayControls({ motion }: { readonly motion: boolean }) {
  const { view, dispatch } = useView();
  const strings = useStrings();
  const play = () => dispatch(motion ? { type: "play" } : { type: "advance", by: 1 });
  return (
    <div class="unroll-group">
      <IconButton icon="stepBack" label={strings.stepBack} onClick={() => dispatch({ type: "advance", by: -1 })} />
      {view.running ? (
        <IconButton icon="pause" label={strings.pause} onClick={() => dispatch({ type: "pause" })} />
      ) : (
        <IconButton icon="play" label={strings.play} title={strings.playTitle} onClick={play} />
      )}
      <IconButton icon="stepForward" label={strings.stepForward} onClick={() => dispatch({ type: "advance", by: 1 })} />
    </div>
  );
}

interface Option<Value> {
  readonly value: Value;
  readonly label: string;
}

/** A few options of which one holds. */
function Choice<Value extends string>(props: {
  readonly name: string;
  readonly options: readonly Option<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}) {
  return (
    <fieldset class="unroll-group">
      <legend>{props.name}</legend>
      {props.options.map(({ value, label }) => (
        <Button key={value} pressed={value === props.value} onClick={() => props.onChange(value)}>
          {label}
        </Button>
      ))}
    </fieldset>
  );
}

function FoldChoice({ strings }: { readonly strings: Strings }) {
  const { view, dispatch } = useView();
  const options = [
    { value: "unrolled", label: strings.unrolled },
    { value: "folded", label: strings.folded },
  ] as const;
  const onChange = (value: string) => dispatch({ type: "fold", folded: value === "folded" });
  return (
    <Choice name={strings.graph} options={options} value={view.folded ? "folded" : "unrolled"} onChange={onChange} />
  );
}

function SourceChoice({ strings }: { readonly strings: Strings }) {
  const { view, dispatch } = useView();
  const options = [
    { value: "last", label: strings.lastLoss },
    { value: "all", label: strings.allLosses },
  ] as const;
  const onChange = (source: "last" | "all") => dispatch({ type: "source", source });
  return <Choice name={strings.gradientOf} options={options} value={view.source} onChange={onChange} />;
}

function AxisChoice({ strings }: { readonly strings: Strings }) {
  const { view, dispatch } = useView();
  const options = [
    { value: "linear", label: strings.linear },
    { value: "log", label: strings.log },
  ] as const;
  const onChange = (value: string) => dispatch({ type: "logLoss", logLoss: value === "log" });
  return (
    <Choice name={strings.lossAxis} options={options} value={view.logLoss ? "log" : "linear"} onChange={onChange} />
  );
}

function StateChoice({ strings, states }: { readonly strings: Strings; readonly states: readonly string[] }) {
  const { view, dispatch } = useView();
  const options = states.map((name) => ({ value: name, label: name }));
  return (
    <Choice
      name={strings.state}
      options={options}
      value={view.focusState}
      onChange={(name) => dispatch({ type: "focusState", name })}
    />
  );
}
