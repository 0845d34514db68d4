/** The geometry of a recording's panels. */
import type { DecodedRecording } from "./decode.js";
import { dashboardLayout, type Layout, type PanelName } from "./layout.js";
import { graphSize } from "./panels/graphSize.js";

/** @param width px */
export function layoutOf({ recording, frames }: DecodedRecording, width: number, panels: readonly PanelName[]): Layout {
  return dashboardLayout({
    width,
    columns: frames.times.length,
    graph: graphSize(recording.network),
    frames: frames.steps.length,
    panels,
  });
}
