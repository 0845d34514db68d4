/** nbformat 4.5's rules, as its published schema has them; nothing beyond them is allowed. */
import * as v from "valibot";

const metadata = v.record(v.string(), v.unknown());
const multiline = v.union([v.string(), v.array(v.string())]);
const count = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)));
const mimeBundle = v.record(v.string(), v.unknown());

const output = v.variant("output_type", [
  v.strictObject({ output_type: v.literal("stream"), name: v.string(), text: multiline }),
  v.strictObject({ output_type: v.literal("display_data"), data: mimeBundle, metadata }),
  v.strictObject({ output_type: v.literal("execute_result"), execution_count: count, data: mimeBundle, metadata }),
  v.strictObject({
    output_type: v.literal("error"),
    ename: v.string(),
    evalue: v.string(),
    traceback: v.array(v.string()),
  }),
]);

const id = v.pipe(v.string(), v.regex(/^[a-zA-Z0-9-_]+$/), v.minLength(1), v.maxLength(64));
const attachments = v.optional(v.record(v.string(), mimeBundle));
const cell = v.variant("cell_type", [
  v.strictObject({ id, cell_type: v.literal("raw"), metadata, source: multiline, attachments }),
  v.strictObject({ id, cell_type: v.literal("markdown"), metadata, source: multiline, attachments }),
  v.strictObject({
    id,
    cell_type: v.literal("code"),
    metadata,
    source: multiline,
    outputs: v.array(output),
    execution_count: count,
  }),
]);

export const nbformat45 = v.strictObject({
  nbformat: v.literal(4),
  nbformat_minor: v.literal(5),
  metadata: v.looseObject({
    kernelspec: v.looseObject({ name: v.string(), display_name: v.string() }),
    language_info: v.looseObject({ name: v.string() }),
  }),
  cells: v.pipe(
    v.array(cell),
    v.check((cells) => new Set(cells.map((each) => each.id)).size === cells.length, "ids are unique"),
  ),
});
