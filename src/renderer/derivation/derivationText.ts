/** The derivation view as plain text. */
import type { Payload } from "../../trace/index.js";
import { derivationGroups, derivationNote, derivationVerdict, type LineGroup } from "./derivationModel.js";
import type { DerivationWords } from "./words.js";

/**
 * The lines under their headings, and the verdict. All but the lines themselves are comments of the equation language, so that
 * the whole can be copied into a check by hand.
 */
export function derivationText(
  { network, derivation }: Extract<Payload, { view: "derivation" }>,
  words: DerivationWords,
): string {
  const groups = derivationGroups(derivation, network).map((group) => groupText(group, words));
  const end = [derivationVerdict(derivation, words), derivationNote(derivation, words), words.copy];
  return [...groups, end.flatMap((line) => (line === null ? [] : [comment(line)])).join("\n")].join("\n\n");
}

const comment = (sentence: string): string => `# ${sentence}`;

function groupText({ kind, note, lines }: LineGroup, words: DerivationWords): string {
  const { title } = words.headings[kind];
  const heading = note ? `${title} (${words.notes[note]})` : title;
  return [
    comment(`${heading}:`),
    ...lines.flatMap(({ typed, notes }) => [typed, ...notes.map((n) => `  ${comment(words.notes[n])}`)]),
  ].join("\n");
}
