/** The live paths view: the graph with a coloured line for each path, a row for each path, and their sum. */
import { useMemo } from "preact/hooks";
import type { Payload } from "../../trace/index.js";
import type { DecodedRecording } from "../decode.js";
import { Formula } from "../equations/Formula.js";
import { useStrings } from "../strings.js";
import { groupDigits, isTooLong } from "./countText.js";
import { PathGroups } from "./PathGroups.js";
import { PathRows } from "./PathRows.js";
import { PathsGraph } from "./PathsGraph.js";
import { PathsToolbar } from "./PathsToolbar.js";
import { PathTotals } from "./PathTotals.js";
import { litPaths } from "./pathFocus.js";
import { type PathsGraphModel, pathsGraphModel } from "./pathsGraphModel.js";
import { type PathsModel, pathsModel } from "./pathsModel.js";
import { usePathFocus } from "./usePathFocus.js";

export interface PathsViewProps {
  readonly payload: Extract<Payload, { view: "paths" }>;
  readonly decoded: DecodedRecording;
  /** px */
  readonly width: number;
  readonly motion: boolean;
}

export function PathsView({ payload, decoded, width, motion }: PathsViewProps) {
  const strings = useStrings();
  const model = useMemo(() => pathsModel({ payload, decoded, width }, strings), [payload, decoded, width, strings]);
  const control = usePathFocus(model.decoded.paths.length);
  const graph = useGraphAt(control.focus.active, model, decoded, width);
  const lit = litPaths(control.focus, graph.stops);
  const { set } = model.decoded;
  return (
    <section
      class={`unroll-paths unroll-rows-${model.arrangement}`}
      data-panel="paths"
      aria-label={strings.paths.panel}
    >
      <Head model={model} />
      <PathsToolbar decoded={model.decoded} graph={graph} motion={motion} {...control} />
      <PathsGraph
        model={graph}
        lit={lit}
        count={model.decoded.paths.length}
        isAll={set.listed === "all"}
        {...control}
      />
      <Notes notes={model.notes} />
      {model.groups && <PathGroups groups={model.groups} />}
      <ListedHeading model={model} />
      <div class="unroll-path-table">
        <PathRows rows={model.rows} lit={lit} isNorm={model.isNorm} {...control} />
        <PathTotals
          totals={model.totals}
          isNorm={model.isNorm}
          listed={model.rows.length}
          count={set.count}
          derivative={model.derivative}
        />
      </div>
      <p class={model.totals.agrees ? "unroll-diagnosis" : "unroll-diagnosis unroll-fail"} data-panel="verdict">
        {model.totals.verdict}
      </p>
    </section>
  );
}

/** Where not all columns are drawn, those in which the active path begins. */
function useGraphAt(active: number, model: PathsModel, decoded: DecodedRecording, width: number): PathsGraphModel {
  const { panels: words } = useStrings();
  return useMemo(
    () =>
      model.graph.isCollapsed && active > 0
        ? pathsGraphModel({ decoded, paths: model.decoded, width, words, active })
        : model.graph,
    [active, model, decoded, width, words],
  );
}

/** The question and its first answer: what is differentiated by what, and over how many paths. */
function Head({ model: { derivative, count, decoded } }: { readonly model: PathsModel }) {
  const { paths: words } = useStrings();
  const { count: digits } = decoded.set;
  return (
    <header class="unroll-paths-head">
      <Formula tex={derivative} />
      <span>{words.isSumOf(count, digits === "1")}</span>
      {isTooLong(digits) && (
        <details class="unroll-digits">
          <summary>{words.exactCount(digits.length)}</summary>
          {groupDigits(digits)}
        </details>
      )}
    </header>
  );
}

/** What the list holds, where that is not every path. */
function ListedHeading({ model: { decoded } }: { readonly model: PathsModel }) {
  const { paths: words } = useStrings();
  const { listed } = decoded.set;
  if (listed === "all") return null;
  const say = listed === "largest" ? words.largestProven : words.largestFound;
  return <h3 class="unroll-paths-heading">{say(decoded.paths.length)}</h3>;
}

function Notes({ notes }: Pick<PathsModel, "notes">) {
  return notes.map((note) => (
    <p key={note} class="unroll-note">
      {note}
    </p>
  ));
}
