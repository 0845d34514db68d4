/** A cell, in quotes or not, and what ends it: a comma, the end of its line, or of the text. */
const CELL = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|\r|$)/gy;

/** The cells of a table in CSV (RFC 4180), row after row. In quotes a cell may hold commas, ends of lines, and `""` for a quote. */
export function csvRows(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(CELL)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain!);
    if (end === "") break;
    if (end !== ",") rows.push([]);
  }
  return rows;
}
