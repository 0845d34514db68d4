import { OptionError } from "../errors.js";
import type { Trace } from "../trace.js";
import type { PathStart } from "./endpoints.js";
import { type PathEnd, type PathGraph, pathGraph } from "./pathGraph.js";

/** The error of asking for paths where there are none: says why, and where there are some. */
export function noPath(trace: Trace, { place: from }: PathStart, end: PathEnd): OptionError {
  const { program } = trace.reference;
  const to = end.place;
  const all = program.losses.map(({ operand }) => operand);
  const graph = pathGraph(program, trace.model.definition.checked, all, end);
  const others = startsOf(graph);
  const hint = others.length > 0 ? ` There are paths from ${others}.` : "";
  const reason = end.use === undefined ? `depends on ${to.text}` : `uses ${to.name} at t = ${end.use}`;
  return new OptionError(
    `no path leads from ${from.text} to ${to.text}: nothing that ${from.text} is computed from ${reason}.${hint}`,
  );
}

/** The losses from which the target is reached: the first and the last of many. */
function startsOf({ starts }: PathGraph): string {
  const inTime = [...starts].sort((a, b) => (a.place.time ?? 0) - (b.place.time ?? 0));
  const texts = inTime.map(({ place }) => place.text);
  return texts.length > 2 ? `${texts[0]}…${texts[texts.length - 1]}` : texts.join(" and ");
}
