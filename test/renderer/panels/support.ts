/** Panels' inputs from a recording, as an output would give them. */
import { initialView, type View } from "../../../src/renderer/cursor.js";
import { type DecodedRecording, decodeRecording, stateNames } from "../../../src/renderer/decode.js";
import { dashboardLayout, type Layout, type PanelName } from "../../../src/renderer/layout.js";
import { graphSize } from "../../../src/renderer/panels/graphSize.js";
import { type PanelWords, panelWords } from "../../../src/renderer/panels/words.js";
import type { Recording } from "../../../src/trace/index.js";
import * as fixtures from "../fixtures/index.js";

export interface Setup {
  readonly decoded: DecodedRecording;
  readonly layout: Layout;
  readonly view: View;
  readonly words: PanelWords;
}

export interface SetupOptions {
  readonly width?: number;
  readonly view?: Partial<View>;
  readonly panels?: readonly PanelName[];
}

export function setup(recording: Recording, { width = 1000, view = {}, panels }: SetupOptions = {}): Setup {
  const decoded = decodedOnce(recording);
  const { steps, times } = decoded.frames;
  const layout = dashboardLayout({
    width,
    columns: times.length,
    graph: graphSize(recording.network),
    frames: steps.length,
    ...(panels ? { panels } : {}),
  });
  const start = initialView({ steps, times, states: stateNames(recording) });
  return { decoded, layout, view: { ...start, ...view }, words: panelWords };
}

const decodedBefore = new WeakMap<Recording, DecodedRecording>();

function decodedOnce(recording: Recording): DecodedRecording {
  const decoded = decodedBefore.get(recording) ?? decodeRecording(recording);
  decodedBefore.set(recording, decoded);
  return decoded;
}

/** Every recording the panels must be able to draw, by name; each made once. */
export const recordings: Readonly<Record<string, Recording>> = {
  lyric: fixtures.lyricRun(),
  trace: fixtures.lyricTrace(),
  running: fixtures.lyricRunning(120),
  vanishing: fixtures.vanishingRun(),
  exploding: fixtures.explodingRun(),
  manyToOne: fixtures.manyToOneRun(),
  feedForward: fixtures.feedForwardTrace(),
  lstm: fixtures.lstmRun(),
  bidirectional: fixtures.bidirectionalRun(),
  long: fixtures.longRun(),
};
