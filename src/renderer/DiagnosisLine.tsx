/** The last line: what the picture says, in words. */
import { type Diagnosis, diagnosisText, punctuation } from "../trace/index.js";
import { useStrings } from "./strings.js";

interface DiagnosisLineProps {
  readonly diagnosis: Diagnosis;
  /** The run that it is about, where there are several. */
  readonly name?: string;
}

export function DiagnosisLine({ diagnosis, name }: DiagnosisLineProps) {
  const strings = useStrings();
  const { verdict, explanation, advice, learning } = diagnosisText(diagnosis, strings.language);
  const { colon, space } = punctuation(strings.language);
  return (
    <p class="unroll-diagnosis" data-panel="diagnosis">
      {name !== undefined && <span class="unroll-faint">{`${name} · `}</span>}
      <strong>{verdict}</strong>
      {unbroken([`${colon}${explanation}`, advice].filter(Boolean).join(space))}
      {learning && <span class="unroll-learning">{learning}</span>}
    </p>
  );
}

/** Keeps `t = 20` and `1 %` on one line. */
const unbroken = (text: string) => text.replace(/ ([=%])/g, "\u00a0$1").replace(/= /g, "=\u00a0");
