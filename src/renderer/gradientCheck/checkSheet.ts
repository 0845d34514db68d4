/** A gradient check as the still versions show it: plain text and picture. */
import { formatNumber } from "../../trace/index.js";
import {
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
    caption: words.caption[payload.against](formatNumber(payload.tolerance)),
    cells: [checkHeadings(payload, words), ...rows],
    remarks: checkRemarks(payload, words),
    verdict: checkVerdict(payload, words),
  };
}
