/** The diagnosis in words, in the languages that we speak. */
import type { Diagnosis } from "./diagnosis.js";
import { chinese } from "./diagnosisChinese.js";
import { english } from "./diagnosisEnglish.js";
import type { DiagnosisText } from "./diagnosisText.js";

export { chinese as diagnosisInChinese } from "./diagnosisChinese.js";
export { english as diagnosisInEnglish } from "./diagnosisEnglish.js";
export type { DiagnosisText } from "./diagnosisText.js";

export type Language = "en" | "zh-cn";

/**
 * The language that we speak to readers of another (`zh-cn`, `zh-Hans`, `en-GB`, `fr`).
 * @param tag BCP 47, any case; undefined is English
 */
export const languageOf = (tag: string | undefined): Language => (tag?.toLowerCase().startsWith("zh") ? "zh-cn" : "en");

/** @param language default English */
export function diagnosisText(diagnosis: Diagnosis, language: Language = "en"): DiagnosisText {
  return language === "en" ? english(diagnosis) : chinese(diagnosis);
}

/** What stands behind a verdict, and between two sentences. */
export const punctuation = (language: Language) =>
  language === "en" ? { colon: ": ", space: " " } : { colon: "：", space: "" };

/** The same as one line: `Vanishing: each step back … Try … The loss …`. */
export const diagnosisSentence = (diagnosis: Diagnosis, language: Language = "en"): string =>
  inOneLine(diagnosisText(diagnosis, language), language);

/** @param language that of the text */
export function inOneLine({ verdict, explanation, advice, learning }: DiagnosisText, language: Language): string {
  const { colon, space } = punctuation(language);
  return `${verdict}${colon}${[explanation, advice, learning].filter(Boolean).join(space)}`;
}
