/** The derivation view as plain text. */
import type { Payload } from "../../trace/index.js";
import { derivationGroups, derivationNote, derivationVerdict, type LineGroup } from "./derivationModel.js";
import type { DerivationWords } from "./words.js";

/** The lines under their headings, and the verdict. */
export function derivationText(
  { network, derivation }: Extract<Payload, { view: "derivation" }>,
  words: DerivationWords,
): string {
  const groups = derivationGroups(derivation, network).map((group) => groupText(group, words));
  const end = [derivationVerdict(derivation, words), derivationNote(derivation, words)].filter((line) => line !== null);
  return [...groups, end.join("\n")].join("\n\n");
}

function groupText({ kind, note, lines }: LineGroup, words: DerivationWords): string {
  const { title } = words.headings[kind];
  const heading = note ? `${title} (${words.notes[note]})` : title;
  return [
    `${heading}:`,
    ...lines.flatMap(({ text, notes }) => [`  ${text}`, ...notes.map((n) => `    ${words.notes[n]}`)]),
  ].join("\n");
}
