/** One output: its payload, drawn by the view that it names. */
import type { ComponentChildren } from "preact";
import type { Network } from "../trace/index.js";
import { Comparison } from "./Comparison.js";
import { Dashboard } from "./Dashboard.js";
import type { DecodedPayload } from "./decodePayload.js";
import { DerivationView } from "./derivation/DerivationView.js";
import { Equations } from "./equations/Equations.js";
import { parameterFact } from "./facts.js";
import { GradientCheck } from "./gradientCheck/GradientCheck.js";
import { PathsView } from "./paths/PathsView.js";
import { useStrings } from "./strings.js";

interface OutputProps extends DecodedPayload {
  /** px */
  readonly width: number;
  readonly motion: boolean;
}

/** Narrower than this the gutters stand above the panels. */
const NARROW = 700;

export function Output(props: OutputProps) {
  return <Frame width={props.width}>{contentOf(props)}</Frame>;
}

function contentOf({ payload, recordings, width, motion }: OutputProps) {
  switch (payload.view) {
    case "definition":
      return <DefinitionView network={payload.network} />;
    case "gradientCheck":
      return <GradientCheck payload={payload} />;
    case "compare":
      return <Comparison payload={payload} recordings={recordings} width={width} />;
    case "paths":
      return <PathsView payload={payload} decoded={recordings[0]!} width={width} motion={motion} />;
    case "derivation":
      return <DerivationView payload={payload} width={width} motion={motion} />;
    default:
      return <Dashboard decoded={recordings[0]!} view={payload.view} width={width} motion={motion} />;
  }
}

function Frame({ width, children }: { readonly width: number; readonly children: ComponentChildren }) {
  return <div class={width < NARROW ? "unroll unroll-narrow" : "unroll"}>{children}</div>;
}

function DefinitionView({ network }: { readonly network: Network }) {
  const strings = useStrings();
  const fact = parameterFact(network, undefined, strings);
  return (
    <div class="unroll-head">
      <Equations network={network} showSizes />
      {fact && (
        <ul class="unroll-facts unroll-below">
          <li>{fact}</li>
        </ul>
      )}
    </div>
  );
}

/** What stands in place of an output that cannot be read. */
export function Unreadable({ reason }: { readonly reason: string }) {
  const strings = useStrings();
  return (
    <Frame width={Number.POSITIVE_INFINITY}>
      <div class="unroll-message" data-panel="error">
        <p>
          {strings.cannotShow} {strings.runAgain}
        </p>
        <code>{reason}</code>
      </div>
    </Frame>
  );
}
