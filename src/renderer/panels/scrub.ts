/** Everything that moving the cross-hair computes anew, without a document: what a frame of scrubbing costs. */
import type { View } from "../cursor.js";
import type { DecodedRecording } from "../decode.js";
import type { Layout } from "../layout.js";
import { cursorColumnPath, type ScrubberModel, scrubberModel } from "./cursorModel.js";
import { type GradientNormsModel, gradientNormsModel } from "./gradientNormsModel.js";
import { type LossesModel, lossesModel } from "./lossesModel.js";
import { type TimeAxisModel, timeAxisModel } from "./timeAxisModel.js";
import { type UnrolledGraphModel, unrolledGraphModel } from "./unrolledGraphModel.js";
import type { PanelWords } from "./words.js";

export interface Scrubbed {
  readonly unrolled: UnrolledGraphModel | null;
  readonly losses: LossesModel | null;
  readonly gradientNorms: GradientNormsModel | null;
  readonly scrubber: ScrubberModel | null;
  readonly timeAxis: TimeAxisModel | null;
  readonly column: string;
}

/** The models of one view. The heatmap and the total loss do not depend on the cross-hair and are not among them. */
export function scrub(decoded: DecodedRecording, view: View, layout: Layout, words: PanelWords): Scrubbed {
  const input = { decoded, view, layout, words };
  const { panels } = layout;
  return {
    unrolled: panels.unrolled ? unrolledGraphModel(input) : null,
    losses: panels.losses ? lossesModel(input) : null,
    gradientNorms: panels.gradientNorms ? gradientNormsModel(input) : null,
    scrubber: scrubberModel(decoded, layout, view.frame),
    timeAxis: timeAxisModel(decoded, layout, view.column, words),
    column: cursorColumnPath(layout, view.column, view.folded),
  };
}
