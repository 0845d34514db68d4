/** The picture and the text that stand beside each payload in a notebook, drawn on Node from the live renderer's own parts. */
import { renderToString } from "preact-render-to-string";
import { decodePayload } from "./decodePayload.js";
import { StaticPicture } from "./static/StaticPicture.js";
import { staticText } from "./static/staticText.js";
import { stringsFor } from "./strings.js";

export interface StaticOutput {
  /** A self-contained SVG document, 960 px wide, on white. */
  readonly svg: string;
  readonly text: string;
}

/**
 * @param payloadJson a payload as JSON
 * @param locale BCP 47 tag of the language that it speaks, see {@link stringsFor}; default English
 * @throws PayloadError when the payload is malformed; SyntaxError when it is no JSON
 */
export function renderStatic(payloadJson: string, locale?: string): StaticOutput {
  const decoded = decodePayload(JSON.parse(payloadJson));
  const strings = stringsFor(locale);
  return {
    svg: withAttributeValues(renderToString(<StaticPicture {...decoded} strings={strings} />)),
    text: staticText(decoded, strings),
  };
}

const TAG = /<[a-z](?:"[^"]*"|[^">])*>/gi;
const BARE_OR_QUOTED = /"[^"]*"|(\s[\w:-]+)(?=[\s/>])/g;

/** Preact writes an empty attribute as HTML does, without a value, which no XML reader takes. */
const withAttributeValues = (svg: string) =>
  svg.replace(TAG, (tag) => tag.replace(BARE_OR_QUOTED, (match, bare?: string) => (bare ? `${bare}=""` : match)));
