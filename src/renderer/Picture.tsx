/** The panels of one layout in one SVG. */
import { useContext } from "preact/hooks";
import type { DecodedRecording } from "./decode.js";
import { PanelsWaitContext } from "./firstPaint.js";
import type { Layout } from "./layout.js";
import { Panels } from "./panels/Panels.js";
import { useStrings } from "./strings.js";

interface PictureProps {
  readonly decoded: DecodedRecording;
  readonly layout: Layout;
}

export function Picture({ decoded, layout }: PictureProps) {
  const { width, height } = layout;
  const strings = useStrings();
  const waits = useContext(PanelsWaitContext);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a picture with buttons in it is a group, and an SVG cannot be a fieldset
    <svg
      class="unroll-picture"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="group"
      aria-label={strings.picture}
      aria-busy={waits || undefined}
    >
      <Panels decoded={decoded} layout={layout} />
    </svg>
  );
}
