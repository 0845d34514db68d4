/** The gradient check as the content of the static picture. */
import { Labels } from "../panels/Labels.js";
import type { Label } from "../panels/text.js";
import { paragraph, table } from "../static/staticLines.js";
import { type Strings, useStrings } from "../strings.js";
import type { CheckRemark, GradientCheckPayload } from "./checkModel.js";
import { checkSheet } from "./checkSheet.js";
import { AXIS_HEIGHT, STRIP_HEIGHT, stripLayout } from "./stripLayout.js";
import { AXIS_BASELINE, axisLabels, TimeStrip } from "./TimeStrip.js";
import type { CheckWords } from "./words.js";

export interface CheckPictureProps {
  readonly payload: GradientCheckPayload;
  /** px */
  readonly width: number;
}

/** px */
const MARGIN = 12;
const GAP = 12;
const FAILED = { colour: "backward", bold: true } as const;

interface Strip {
  readonly agrees: readonly boolean[];
  readonly y: number;
}

interface CheckLayout {
  readonly labels: readonly Label[];
  readonly strips: readonly Strip[];
  readonly height: number;
}

/** Height of the picture, px. */
export const checkPictureHeight = (props: CheckPictureProps, { check }: Strings): number =>
  layoutOf(props, check).height;

export function CheckPicture(props: CheckPictureProps) {
  const { labels, strips } = layoutOf(props, useStrings().check);
  return (
    <g data-panel="gradientCheck">
      <Labels labels={labels} />
      {strips.map(({ agrees, y }) => (
        <g key={y} transform={`translate(${MARGIN},${y})`}>
          <TimeStrip agrees={agrees} />
        </g>
      ))}
    </g>
  );
}

function layoutOf({ payload, width }: CheckPictureProps, words: CheckWords): CheckLayout {
  const { caption, cells, remarks, verdict } = checkSheet(payload, words);
  const head = paragraph("", caption, MARGIN, width);
  const body = table(cells, MARGIN + head.height + 6);
  const below = remarkRows(remarks, payload.timeSteps, MARGIN + head.height + body.height + GAP, width);
  const end = paragraph("", verdict, below.height + GAP / 2, width);
  const results = body.labels.map((label) => (label.runs[0]!.text === words.fail ? { ...label, ...FAILED } : label));
  const labels = [...head.labels, ...results, ...below.labels, ...end.labels];
  return { labels, strips: below.strips, height: below.height + end.height + 1.5 * GAP };
}

/** Sentences, each beside its strip or, if that leaves too little room, below it. `height` is where they end, px. */
function remarkRows(remarks: readonly CheckRemark[], timeSteps: number, top: number, width: number): CheckLayout {
  const labels: Label[] = [];
  const strips: Strip[] = [];
  let y = top;
  if (remarks.some(({ agrees }) => agrees)) {
    labels.push(...axisLabels(timeSteps, MARGIN, y + AXIS_BASELINE));
    y += AXIS_HEIGHT;
  }
  for (const { sentence, agrees } of remarks) {
    const beside = agrees ? stripLayout(timeSteps).width + GAP : 0;
    const isBelow = beside > width / 2;
    if (agrees) strips.push({ agrees, y });
    const block = paragraph("", sentence, isBelow ? y + STRIP_HEIGHT + 4 : y + 1, isBelow ? width : width - beside);
    labels.push(...block.labels.map((label) => ({ ...label, x: label.x + (isBelow ? 0 : beside) })));
    y += Math.max(block.height, STRIP_HEIGHT + 8) + (isBelow ? STRIP_HEIGHT + 4 : 0);
  }
  return { labels, strips, height: y };
}
