/** What a lesson's file says about itself. */
export interface LessonSummary {
  readonly title: string;
  /** The first sentence below the title; "" when there is none. */
  readonly description: string;
}

/** The part of a notebook's file that we read; the rest is not looked at. */
interface NotebookFile {
  readonly cells?: readonly { readonly cell_type?: string; readonly source?: string | readonly string[] }[];
}

/**
 * Reads a lesson's title from its first heading and its description from the first paragraph after it.
 * @param text of an `.ipynb` file
 * @returns undefined when the file has no heading
 * @throws SyntaxError when the file is not JSON
 */
export function lessonSummary(text: string): LessonSummary | undefined {
  const { cells = [] } = JSON.parse(text) as NotebookFile;
  const markdown = cells.filter((cell) => cell.cell_type === "markdown").map(({ source = "" }) => joined(source));
  const lines = markdown.join("\n\n").split("\n");
  const at = lines.findIndex((line) => HEADING.test(line));
  if (at < 0) return undefined;
  return { title: plain(lines[at]!.replace(HEADING, "")), description: firstSentence(lines.slice(at + 1)) };
}

const HEADING = /^#{1,6}\s+/;

const joined = (source: string | readonly string[]) => (typeof source === "string" ? source : source.join(""));

function firstSentence(lines: readonly string[]): string {
  const start = lines.findIndex((line) => line.trim() && !HEADING.test(line));
  if (start < 0) return "";
  const length = lines.slice(start).findIndex((line) => !line.trim());
  const paragraph = lines.slice(start, length < 0 ? undefined : start + length).join(" ");
  return plain(/^.*?(?:[.!?](?=\s|$)|[。！？])/.exec(paragraph)?.[0] ?? paragraph);
}

/** Markdown's marks and links taken off. */
const plain = (markdown: string) =>
  markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_`$]/g, "")
    .trim();
