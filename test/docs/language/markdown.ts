/** Pieces of a page in GitHub's Markdown. */

/** Text as code, which a table may hold too. */
export const code = (text: string): string => `\`${text}\``;

/** Text as it is, whatever Markdown makes of its signs. */
export const plain = (text: string): string => text.replace(/[\\*_$<|`]/gu, "\\$&");

export const fence = (text: string, language = "text"): string => `\`\`\`${language}\n${text}\n\`\`\``;

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

/** Parts of a page, a blank line between them. */
export const parts = (...texts: readonly (string | readonly string[])[]): string => texts.flat().join("\n\n");

/** A heading as GitHub's links name it. */
export const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, "")
    .replace(/\s/gu, "-");

/** `a, b and c`. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
