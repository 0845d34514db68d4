/** The sentences by which the lab describes what it shows. */
import { english } from "./english.js";
import type { LabWords } from "./labWords.js";

let current = english;

/** Sets the sentences of all lab code in this thread; English until then. */
export function speak(words: LabWords): void {
  current = words;
}

export const words = (): LabWords => current;
