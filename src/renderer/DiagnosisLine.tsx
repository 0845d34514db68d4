/** The last line: what the picture says, in words. */
import { type Diagnosis, diagnosisText } from "../trace/index.js";
import { useStrings } from "./strings.js";

export function DiagnosisLine({ diagnosis }: { readonly diagnosis: Diagnosis }) {
  const strings = useStrings();
  const { verdict, explanation, advice, learning } = diagnosisText(diagnosis, strings.language);
  const [colon, space] = strings.language === "en" ? [": ", " "] : ["：", ""];
  return (
    <p class="unroll-diagnosis" data-panel="diagnosis">
      <strong>{verdict}</strong>
      {[`${colon}${explanation}`, advice].filter(Boolean).join(space)}
      {learning && <span class="unroll-learning">{learning}</span>}
    </p>
  );
}
