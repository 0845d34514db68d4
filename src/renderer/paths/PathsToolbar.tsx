/** Walks through the paths, and says what is lit. */
import type { ComponentChildren } from "preact";
import { Button } from "../Button.js";
import { Formula } from "../equations/Formula.js";
import { useStrings } from "../strings.js";
import type { DecodedPaths } from "./decodedPaths.js";
import { litAt } from "./pathFocus.js";
import type { PathsGraphModel } from "./pathsGraphModel.js";
import type { FocusControl } from "./usePathFocus.js";

interface PathsToolbarProps extends FocusControl {
  readonly decoded: DecodedPaths;
  readonly graph: PathsGraphModel;
  /** Whether things may move by themselves. */
  readonly motion: boolean;
}

export function PathsToolbar({ decoded, graph, motion, focus, dispatch }: PathsToolbarProps) {
  const { paths: words } = useStrings();
  return (
    <div class="unroll-toolbar unroll-paths-toolbar">
      {decoded.paths.length > 1 && (
        <div class="unroll-group">
          <Button label={words.previous} title={words.previous} onClick={() => dispatch({ type: "step", by: -1 })}>
            <Icon d="M12 3v10L5 8zM3 3h1.5v10H3z" />
          </Button>
          {motion && (
            <Button onClick={() => dispatch({ type: focus.walking ? "pause" : "walk" })}>
              <Icon d={focus.walking ? "M4 3h3v10H4zM9 3h3v10H9z" : "M4 2.5v11l9-5.5z"} />
              {focus.walking ? words.pause : words.oneAfterTheOther}
            </Button>
          )}
          <Button label={words.next} title={words.next} onClick={() => dispatch({ type: "step", by: 1 })}>
            <Icon d="M4 3v10l7-5zM11.5 3H13v10h-1.5z" />
          </Button>
        </div>
      )}
      <p class="unroll-readout" aria-live={focus.walking ? "off" : "polite"}>
        <Readout decoded={decoded} graph={graph} focus={focus} />
      </p>
    </div>
  );
}

const Icon = ({ d }: { readonly d: string }) => (
  <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true">
    <path d={d} fill="currentColor" />
  </svg>
);

function Readout({ decoded, graph, focus }: Pick<PathsToolbarProps, "decoded" | "graph" | "focus">): ComponentChildren {
  const { paths: words } = useStrings();
  const at = litAt(focus);
  const count = decoded.paths.length;
  const stop = at?.kind === "stop" ? graph.stops.find(({ key }) => key === at.key) : undefined;
  if (stop) {
    const isAll = decoded.set.listed === "all";
    return (
      <>
        <Formula tex={stop.tex} /> <span>{words.passHere(stop.paths.length, count, isAll)}</span>
      </>
    );
  }
  const path = at?.kind === "path" ? decoded.paths[at.index] : undefined;
  if (!path) return <span class="unroll-faint">{graph.isCollapsed ? words.hintCollapsed : words.hint}</span>;
  return (
    <>
      <span>{words.pathOf(path.index + 1, count)}</span> <Formula tex={wayTex(path.nodes.map(({ tex }) => tex))} />{" "}
      <span class="unroll-faint">{words.factors(path.factors.length)}</span>
    </>
  );
}

/** More nodes than this are written with their middle left out: the line must not break while one points at a row. */
const MOST_NODES = 8;

const wayTex = (nodes: readonly string[]) =>
  (nodes.length > MOST_NODES ? [...nodes.slice(0, 4), "\\cdots", ...nodes.slice(-2)] : nodes).join(" \\to ");
