/** The still twin of an interactive output, for readers without this extension: an SVG and a text. */
import { type MimeBundle, UNROLL_MIME } from "../trace/index.js";

/** Draws a payload; throws when it cannot. */
export type RenderStatic = (payloadJson: string) => { readonly svg: string; readonly text: string };

/**
 * Loads the drawing module by its path, since the kernel does not know the renderer.
 * @returns undefined when it is absent or exports no such function
 */
export async function loadRenderStatic(url: URL): Promise<RenderStatic | undefined> {
  try {
    const { renderStatic } = (await import(url.href)) as { renderStatic?: RenderStatic };
    return renderStatic;
  } catch {
    return undefined;
  }
}

/** Adds what a final output lacks; the payload's own `alt` is the text when no picture can be drawn. */
export function withStillPicture(bundle: MimeBundle, renderStatic: RenderStatic | undefined): MimeBundle {
  const payload = bundle[UNROLL_MIME];
  if (payload === undefined) return bundle;
  try {
    if (!renderStatic) return withAlt(bundle, payload);
    const { svg, text } = renderStatic(payload);
    return { "image/svg+xml": svg, "text/plain": text, ...bundle };
  } catch {
    return withAlt(bundle, payload);
  }
}

function withAlt(bundle: MimeBundle, payload: string): MimeBundle {
  const { alt } = JSON.parse(payload) as { alt?: unknown };
  return typeof alt === "string" ? { "text/plain": alt, ...bundle } : bundle;
}
