/** How the lab's values are shown. The engine knows nothing of displays: here its values learn them. */
import {
  Definition,
  Derivation,
  GradientCheck,
  HandCheck,
  Model,
  NameRoles,
  type NetworkDefinition,
  Trace,
  texOfName,
} from "../engine/index.js";
import { encodeSeries, type MimeBundle, type Payload, type Recording, UNROLL_MIME } from "../trace/index.js";
import { altOf } from "./alt.js";
import { derivationPayload } from "./derivation.js";
import { handCheckPayload } from "./handCheck.js";
import { DISPLAY, type Displayable } from "./host.js";
import { describeNetwork } from "./network.js";
import { Run } from "./run.js";
import { traceRecording } from "./traceRecording.js";
import { words } from "./words/index.js";

/** One panel or the whole dashboard, ready to be shown as a cell's value. */
export class View implements Displayable {
  constructor(readonly payload: Payload) {}

  [DISPLAY](): MimeBundle {
    return bundleOf(this.payload);
  }
}

/** The panels that show one recording. */
export type RecordingView = "dashboard" | "equations" | "unrolled" | "losses" | "gradientNorms";

export function viewOf(view: RecordingView, recording: Recording): View {
  return new View({ alt: altOf(recording), view, recording });
}

/** A payload; whoever shows it for good adds its still picture and its text, which the payload alone decides. */
function bundleOf(payload: Payload): MimeBundle {
  return { [UNROLL_MIME]: JSON.stringify(payload) };
}

/** A run's dashboard; for a live update without the numbers of its nodes. */
export function runBundle(run: Run, withDetails = true): MimeBundle {
  return viewOf("dashboard", run.recording(withDetails))[DISPLAY]();
}

/** What was recorded of a run or a trace. */
export function recordingOf(x: Run | Trace): Recording {
  return x instanceof Run ? x.recording() : traceRecording(x);
}

function definitionBundle(definition: NetworkDefinition, model?: Model): MimeBundle {
  const network = describeNetwork(definition, model);
  const sizes = model ? ` ${words().parameters(model.parameterCount)}` : "";
  return bundleOf({ alt: `${definition.equations.join("; ")}.${sizes}`, view: "definition", network });
}

function checkBundle(check: GradientCheck): MimeBundle {
  const { checked: count, all } = check.entries;
  const rows = check.rows.map(({ name, rows, columns, checked, difference, worst }) => ({
    name,
    tex: texOfName(name),
    rows,
    columns,
    ...(checked < rows * columns ? { checked } : {}),
    difference: Number.isFinite(difference) ? difference : null,
    worst: { time: null, row: worst.row, column: worst.column },
    pair: encodeSeries([worst.numerical, worst.backpropagated], [2]),
  }));
  return bundleOf({
    alt: words().check(check.passed, check.largest.toExponential(2), count < all ? { checked: count, all } : null),
    view: "gradientCheck",
    against: "differences",
    measure: "terms",
    rows,
    // A parameter's whole gradient is checked: no row has a time.
    timeSteps: 0,
    tolerance: check.tolerance,
  });
}

/** Gives a class its display; not enumerable, so that a value printed as data stays clean. */
function show<Shown extends object>(shown: { readonly prototype: Shown }, bundle: (value: Shown) => MimeBundle): void {
  const method = function (this: Shown): MimeBundle {
    return bundle(this);
  };
  Object.defineProperty(shown.prototype, DISPLAY, { value: method, configurable: true });
}

/** Called once when the lab is loaded. */
export function installDisplays(): void {
  show(Definition, (definition) => definitionBundle(definition));
  show(Model, (model) => definitionBundle(model.definition, model));
  show(NameRoles, (roles) => ({ "text/plain": roles.text(words().names) }));
  show(Trace, (trace) => viewOf("dashboard", traceRecording(trace))[DISPLAY]());
  show(Run, (run) => runBundle(run));
  show(Derivation, (derived) => bundleOf(derivationPayload(derived)));
  show(GradientCheck, checkBundle);
  show(HandCheck, (check) => bundleOf(handCheckPayload(check)));
}
