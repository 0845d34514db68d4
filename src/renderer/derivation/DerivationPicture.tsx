/** The derivation view as the content of the static picture. */
import type { Payload } from "../../trace/index.js";
import { Labels } from "../panels/Labels.js";
import { type Strings, useStrings } from "../strings.js";
import { derivationBlock } from "./derivationBlock.js";

export interface DerivationPictureProps {
  readonly payload: Extract<Payload, { view: "derivation" }>;
  /** px */
  readonly width: number;
}

/** Height of the picture, px. */
export const derivationPictureHeight = ({ payload, width }: DerivationPictureProps, strings: Strings): number =>
  derivationBlock(payload, strings.derivation, width).height;

export function DerivationPicture({ payload, width }: DerivationPictureProps) {
  const { derivation: words } = useStrings();
  return (
    <g data-panel="derivation">
      <Labels labels={derivationBlock(payload, words, width).labels} />
    </g>
  );
}
