/** The renderer's sentences in the reader's language. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { languageOf } from "../trace/index.js";
import { en, type Strings } from "./strings/en.js";
import { zhCn } from "./strings/zh-cn.js";

export type { Strings } from "./strings/en.js";

/**
 * The table of a language tag (`zh-cn`, `zh-Hans`, `en-GB`); English for a language that has none.
 * @param locale BCP 47 tag, any case; undefined is English
 */
export function stringsFor(locale: string | undefined): Strings {
  return languageOf(locale) === "zh-cn" ? zhCn : en;
}

/** Provided once per output; English by default. */
export const StringsContext = createContext<Strings>(en);

/** The sentences in the language of this output. */
export const useStrings = (): Strings => useContext(StringsContext);
