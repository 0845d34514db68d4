import { DataError } from "../../engine/index.js";
import { checkOptions } from "../../engine/options.js";
import {
  baselineOf,
  characterBatch,
  charactersOf,
  characterTask,
  checkedVocabulary,
  type TextTask,
} from "./characters.js";
import { ownRandom } from "./common.js";

export interface LinesOptions {
  /** Order of the vocabulary; default: characters as they first appear. */
  readonly vocabulary?: readonly string[];
  /** Of the task's own generator, used when a caller brings none. Default 0. */
  readonly seed?: number;
}

/**
 * Next-character prediction where every line of a text is a sequence of its own. A batch draws its lines at random; all of
 * one batch are cut to the length of the shortest drawn. Lines of fewer than two characters are left out.
 * @throws DataError when there is no line of two characters; OptionError for an option that is not there
 */
export function lines(content: string, options: LinesOptions = {}): TextTask {
  checkOptions("tasks.lines", options, ["vocabulary", "seed"]);
  const kept = charactersOf("tasks.lines", content)
    .join("")
    .split(/\r?\n/)
    .filter((line) => [...line].length >= 2);
  if (kept.length === 0) throw new DataError("tasks.lines needs at least one line of two characters");
  const vocabulary = checkedVocabulary(options.vocabulary ?? [...new Set(kept.join(""))]);
  const common = characterTask(vocabulary);
  const encoded = kept.map(common.encode);
  const own = ownRandom("tasks.lines", options.seed);
  const lengths = new Set(encoded.map((line) => line.length - 1));
  const mean = encoded.reduce((sum, line) => sum + line.length - 1, 0) / encoded.length;
  return {
    ...common,
    name: "lines",
    description: `Which character comes next? ${kept.length} lines, ${vocabulary.length} different characters.`,
    length: lengths.size === 1 ? mean : null,
    fixed: kept.length === 1,
    stateful: false,
    baseline: baselineOf(mean, vocabulary.length),
    batch: (n, random = own) =>
      characterBatch(n, vocabulary.length, () => encoded[random.integer(0, encoded.length - 1)]!),
  };
}
