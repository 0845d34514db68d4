/** The language in which the lab describes what it shows. */
import { type Language, languageOf } from "../../trace/index.js";
import { chinese } from "./chinese.js";
import { english } from "./english.js";
import type { LabWords } from "./labWords.js";

let current: Language = "en";

/** Sets the language of all lab code in this thread; a kernel tells that of its editor. @param tag default English */
export function setLanguage(tag: string | undefined): void {
  current = languageOf(tag);
}

export const language = (): Language => current;

/** The sentences in that language. */
export const words = (): LabWords => (current === "en" ? english : chinese);
