/** The languages of the lab's sentences; a kernel chooses that of its editor. The library in Node or a page does without. */
import { languageOf } from "../../trace/index.js";
import { chinese } from "./chinese.js";
import { english } from "./english.js";
import type { LabWords } from "./labWords.js";

/** @param tag BCP 47 @returns English for a language that has none */
export const wordsIn = (tag: string | undefined): LabWords => (languageOf(tag) === "zh-cn" ? chinese : english);
