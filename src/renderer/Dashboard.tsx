/** Everything about one recording: equations, controls, the panels under their two shared axes, and the diagnosis. */
import { useMemo } from "preact/hooks";
import { diagnoser, type Recording } from "../trace/index.js";
import { contents, type RecordingView } from "./contents.js";
import { useView } from "./cursor.js";
import { DiagnosisLine } from "./DiagnosisLine.js";
import { type DecodedRecording, stateNames } from "./decode.js";
import { Equations } from "./equations/Equations.js";
import { parameterFact, thinnedFact, trainingFacts } from "./facts.js";
import { Inspector } from "./inspector/Inspector.js";
import type { PanelName } from "./layout.js";
import { layoutOf } from "./layoutOf.js";
import { Picture } from "./Picture.js";
import { useStrings } from "./strings.js";
import { Toolbar } from "./Toolbar.js";
import { usePlay } from "./usePlay.js";

export interface DashboardProps {
  readonly decoded: DecodedRecording;
  readonly view: RecordingView;
  /** px */
  readonly width: number;
  readonly motion: boolean;
}

export function Dashboard({ decoded, view: name, width, motion }: DashboardProps) {
  const { head, panels, controls, diagnosis } = contents[name];
  const { recording, frames } = decoded;
  usePlay(frames.times.length);
  const shown = frames.steps.length > 0 ? panels : [];
  return (
    <>
      {head && <Head recording={recording} showSizes={name === "equations"} />}
      {shown.length > 0 && controls.length > 0 && (
        <Toolbar controls={controls} states={stateNames(recording)} motion={motion} />
      )}
      {shown.length > 0 && <Panels decoded={decoded} panels={shown} width={width} />}
      {diagnosis && shown.length > 0 && <Verdict recording={recording} />}
      <Thinned recording={recording} />
    </>
  );
}

function Head({ recording, showSizes }: { readonly recording: Recording; readonly showSizes: boolean }) {
  const strings = useStrings();
  const facts = [parameterFact(recording.network, recording.timeSteps, strings), ...trainingFacts(recording, strings)];
  return (
    <div class="unroll-head">
      <Equations network={recording.network} showSizes={showSizes} />
      <ul class="unroll-facts" data-panel="facts">
        {facts.filter(Boolean).map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
    </div>
  );
}

const GRAPH: readonly PanelName[] = ["unrolled"];

interface PanelsProps {
  readonly decoded: DecodedRecording;
  readonly panels: readonly PanelName[];
  readonly width: number;
}

/**
 * The panels in one picture. The numbers of a clicked node open under the graph, so that what was clicked stays where it
 * is; the other panels then make a second picture below, with the same columns.
 */
function Panels({ decoded, panels, width }: PanelsProps) {
  const { view } = useView();
  const split = view.selected !== null && panels.includes("unrolled");
  const others = panels.filter((panel) => panel !== "unrolled");
  return (
    <>
      <PanelGroup decoded={decoded} panels={split ? GRAPH : panels} width={width} />
      {split && <Inspector decoded={decoded} width={width} />}
      {split && others.length > 0 && <PanelGroup decoded={decoded} panels={others} width={width} />}
    </>
  );
}

function PanelGroup({ decoded, panels, width }: PanelsProps) {
  const names = panels.join();
  const layout = useMemo(() => layoutOf(decoded, width, panels), [decoded, width, names]);
  return <Picture decoded={decoded} layout={layout} />;
}

function Verdict({ recording }: { readonly recording: Recording }) {
  const { view } = useView();
  const judge = useMemo(() => diagnoser(recording), [recording]);
  return <DiagnosisLine diagnosis={judge({ frame: view.frame, state: view.focusState })} />;
}

function Thinned({ recording }: { readonly recording: Recording }) {
  const fact = thinnedFact(recording, useStrings());
  return fact ? <p class="unroll-note">{fact}</p> : null;
}
