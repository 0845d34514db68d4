/** What each view of a recording shows, in one place for the live and the static picture. */
import type { PanelName } from "./layout.js";

/** Views that show one recording. */
export type RecordingView = "dashboard" | "equations" | "unrolled" | "losses" | "gradientNorms";

/** A group of controls. */
export type Control = "play" | "fold" | "source" | "lossAxis" | "state";

export interface Contents {
  /** Whether the equations and the facts stand on top. */
  readonly head: boolean;
  readonly panels: readonly PanelName[];
  readonly controls: readonly Control[];
  readonly diagnosis: boolean;
}

export const contents: Readonly<Record<RecordingView, Contents>> = {
  dashboard: {
    head: true,
    panels: ["unrolled", "losses", "gradientNorms", "heatmap"],
    controls: ["play", "fold", "source", "state", "lossAxis"],
    diagnosis: true,
  },
  equations: { head: true, panels: [], controls: [], diagnosis: false },
  unrolled: { head: false, panels: ["unrolled"], controls: ["play", "fold", "source"], diagnosis: false },
  losses: { head: false, panels: ["losses"], controls: ["lossAxis"], diagnosis: false },
  gradientNorms: { head: false, panels: ["gradientNorms"], controls: ["source", "state"], diagnosis: true },
};
