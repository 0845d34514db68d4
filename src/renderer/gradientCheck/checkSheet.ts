/** A gradient check as the still versions show it: plain text and picture. */
import {
  checkCaption,
  checkCells,
  checkHeadings,
  checkRemarks,
  checkRows,
  checkVerdict,
  type GradientCheckPayload,
} from "./checkModel.js";
import type { CheckWords } from "./words.js";

/** Its caption, the cells of its table under their headings, and the sentences below. */
export function checkSheet(payload: GradientCheckPayload, words: CheckWords) {
  const rows = checkRows(payload, words).map((row) => [row.name, ...checkCells(row, payload), words[row.result]]);
  return {
    caption: checkCaption(payload, words),
    cells: [checkHeadings(payload, words), ...rows],
    remarks: checkRemarks(payload, words),
    verdict: checkVerdict(payload, words),
  };
}
