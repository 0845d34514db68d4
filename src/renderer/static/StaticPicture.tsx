/** One SVG that stands by itself: attributes only, on white, for places that know neither our renderer nor its styles. */
import { diagnose, diagnosisText, type Network, type Payload, punctuation, type Recording } from "../../trace/index.js";
import { contents } from "../contents.js";
import { initialView, ViewContext } from "../cursor.js";
import { type DecodedRecording, stateNames } from "../decode.js";
import type { DecodedPayload } from "../decodePayload.js";
import { DerivationPicture, derivationPictureHeight } from "../derivation/DerivationPicture.js";
import { parameterFact, thinnedFact, trainingFacts, warningLines } from "../facts.js";
import { CheckPicture, checkPictureHeight } from "../gradientCheck/CheckPicture.js";
import { layoutOf } from "../layoutOf.js";
import { Compare, useCompareModel } from "../panels/Compare.js";
import { Labels } from "../panels/Labels.js";
import { Panels } from "../panels/Panels.js";
import { PathsPicture, pathsPictureHeight } from "../paths/PathsPicture.js";
import { type Strings, StringsContext, useStrings } from "../strings.js";
import { staticTheme, ThemeContext } from "../theme.js";
import { type Block, headBlock, paragraph } from "./staticLines.js";

/** px */
export const STATIC_WIDTH = 960;
/** The sheet's edges, px; the panels keep a margin of their own. */
const EDGE = 12;
const TOP = 8;
const WIDTH = STATIC_WIDTH - 2 * EDGE;
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

interface StaticPictureProps extends DecodedPayload {
  readonly strings: Strings;
}

export function StaticPicture({ payload, recordings, strings }: StaticPictureProps) {
  return (
    <ThemeContext.Provider value={staticTheme}>
      <StringsContext.Provider value={strings}>{pictureOf(payload, recordings, strings)}</StringsContext.Provider>
    </ThemeContext.Provider>
  );
}

function pictureOf(payload: Payload, recordings: readonly DecodedRecording[], strings: Strings) {
  switch (payload.view) {
    case "definition":
      return <Definition network={payload.network} alt={payload.alt} />;
    case "gradientCheck":
      return (
        <Sheet alt={payload.alt} height={checkPictureHeight({ payload, width: WIDTH }, strings)}>
          <CheckPicture payload={payload} width={WIDTH} />
        </Sheet>
      );
    case "compare":
      return <ComparisonPicture payload={payload} recordings={recordings} />;
    case "paths":
      return (
        <Sheet
          alt={payload.alt}
          height={pathsPictureHeight({ payload, decoded: recordings[0]!, width: WIDTH }, strings)}
        >
          <PathsPicture payload={payload} decoded={recordings[0]!} width={WIDTH} />
        </Sheet>
      );
    case "derivation":
      return (
        <Sheet alt={payload.alt} height={derivationPictureHeight({ payload, width: WIDTH }, strings)}>
          <DerivationPicture payload={payload} width={WIDTH} />
        </Sheet>
      );
    default:
      return <RecordingPicture decoded={recordings[0]!} view={payload.view} alt={payload.alt} />;
  }
}

function Definition({ network, alt }: { readonly network: Network; readonly alt: string }) {
  const strings = useStrings();
  const facts = [parameterFact(network, undefined, strings)].filter(Boolean);
  const block = headBlock({ network, facts, warnings: warningLines(network, strings), showSizes: true }, WIDTH);
  return (
    <Sheet height={block.height + 24} alt={alt}>
      <Labels labels={block.labels} />
    </Sheet>
  );
}

function RecordingPicture({
  decoded,
  view,
  alt,
}: {
  readonly decoded: DecodedRecording;
  readonly view: keyof typeof contents;
  readonly alt: string;
}) {
  const strings = useStrings();
  const { recording, frames } = decoded;
  const { head, panels, diagnosis } = contents[view];
  const { network } = recording;
  const facts = [parameterFact(network, recording.timeSteps, strings), ...trainingFacts(recording, strings)].filter(
    Boolean,
  );
  const warnings = warningLines(network, strings);
  const top = head
    ? headBlock({ network, facts, warnings, showSizes: view === "equations" }, WIDTH)
    : { labels: [], height: 0 };
  const shown = frames.steps.length > 0 ? panels : [];
  const layout = layoutOf(decoded, WIDTH, shown);
  const picture = shown.length > 0 ? layout.height : 0;
  const bottom =
    diagnosis && picture > 0 ? verdictBlock(recording, strings, top.height + picture + 12) : { labels: [], height: 0 };
  const extent = { steps: frames.steps, times: frames.times, states: stateNames(recording) };
  return (
    <Sheet height={top.height + picture + bottom.height + 14} alt={alt}>
      <Labels labels={top.labels} />
      {picture > 0 && (
        <ViewContext.Provider value={{ view: initialView(extent), dispatch: () => {} }}>
          <g transform={`translate(0,${top.height})`}>
            <Panels decoded={decoded} layout={layout} />
          </g>
        </ViewContext.Provider>
      )}
      <Labels labels={bottom.labels} />
    </Sheet>
  );
}

type ComparePayload = Extract<Payload, { view: "compare" }>;

function ComparisonPicture({
  payload,
  recordings,
}: {
  readonly payload: ComparePayload;
  readonly recordings: readonly DecodedRecording[];
}) {
  const strings = useStrings();
  const runs = payload.runs.map(({ name }, i) => ({ name, decoded: recordings[i]! }));
  const model = useCompareModel({ runs, width: WIDTH });
  let { height } = model;
  const verdicts = payload.runs.map(({ name, recording }) => {
    const block = verdictBlock(recording, strings, height + 12, `${name} · `);
    height += block.height;
    return block;
  });
  return (
    <Sheet height={height + 14} alt={payload.alt}>
      <Compare model={model} />
      {verdicts.map((block) => (
        <Labels key={block.labels[0]?.y} labels={block.labels} />
      ))}
    </Sheet>
  );
}

/** @param lead what stands before the verdict; default nothing */
function verdictBlock(recording: Recording, strings: Strings, top: number, lead = ""): Block {
  const { verdict, explanation, advice, learning } = diagnosisText(diagnose(recording), strings.language);
  const { colon, space } = punctuation(strings.language);
  const joined = (sentences: readonly string[]) => sentences.filter(Boolean).join(space);
  const first = paragraph(`${lead}${verdict}${colon}`, joined([explanation, advice]), top, WIDTH);
  const second = joined([learning, thinnedFact(recording, strings)]);
  const rest = second ? paragraph("", second, top + first.height - 8, WIDTH) : { labels: [], height: 0 };
  return { labels: [...first.labels, ...rest.labels], height: 12 + first.height + rest.height };
}

interface SheetProps {
  readonly height: number;
  readonly alt: string;
  readonly children: preact.ComponentChildren;
}

function Sheet({ height, alt, children }: SheetProps) {
  const tall = Math.ceil(height + TOP);
  const size = { width: STATIC_WIDTH, height: tall };
  return (
    <svg xmlns="http://www.w3.org/2000/svg" {...size} viewBox={`0 0 ${STATIC_WIDTH} ${tall}`} font-family={FONT}>
      <title>{alt}</title>
      <rect {...size} fill={staticTheme.palette.background} />
      <g transform={`translate(${EDGE},${TOP})`}>{children}</g>
    </svg>
  );
}
