const NOTEBOOK = /^(?<stem>.+?)(?:\.(?<language>zh-cn))?\.ipynb$/;

/**
 * The lessons of a folder in the reader's language: of those that exist in several, the Chinese one for a reader of
 * Chinese and the English one for all others.
 * @param names file names; what is no notebook is passed over
 * @param language of the editor, a language tag such as `zh-cn` or `en`
 * @returns one file name for each lesson, sorted
 */
export function lessonsInLanguage(names: readonly string[], language: string): string[] {
  const wanted = language.toLowerCase().startsWith("zh") ? "zh-cn" : undefined;
  const chosen = new Map<string, string>();
  for (const name of names) {
    const { stem, language: written } = NOTEBOOK.exec(name)?.groups ?? {};
    if (stem && (written === wanted || !chosen.has(stem))) chosen.set(stem, name);
  }
  return [...chosen.values()].sort();
}
