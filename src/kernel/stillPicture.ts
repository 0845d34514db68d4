/** The still twin of an interactive output, for readers without this extension: an SVG and a text. */
import { type MimeBundle, UNROLL_MIME } from "../trace/index.js";

interface Still {
  readonly svg: string;
  readonly text: string;
}

/** Draws a payload; throws when it cannot. */
export type RenderStatic = (payloadJson: string) => Still;

/**
 * Loads the drawing module by its path, since the kernel does not know the renderer.
 * @param language tag of the language that pictures and texts speak; default English
 * @returns undefined when it is absent or exports no such function
 */
export async function loadRenderStatic(url: URL, language?: string): Promise<RenderStatic | undefined> {
  try {
    const { renderStatic } = (await import(url.href)) as { renderStatic?: (json: string, language?: string) => Still };
    return renderStatic && ((payloadJson) => renderStatic(payloadJson, language));
  } catch {
    return undefined;
  }
}

/** Adds what a final output lacks; the payload's own `alt` is the text when no picture can be drawn. */
export function withStillPicture(bundle: MimeBundle, renderStatic: RenderStatic | undefined): MimeBundle {
  const payload = bundle[UNROLL_MIME];
  if (payload === undefined) return bundle;
  return { ...(stillPicture(payload, renderStatic) ?? altText(payload)), ...bundle };
}

function stillPicture(payload: string, renderStatic: RenderStatic | undefined): MimeBundle | undefined {
  try {
    const still = renderStatic?.(payload);
    return still && { "image/svg+xml": still.svg, "text/plain": still.text };
  } catch {
    // The interactive output says what is wrong with its payload; the text below stands in for the picture.
    return undefined;
  }
}

function altText(payload: string): MimeBundle {
  try {
    return { "text/plain": String((JSON.parse(payload) as { alt: unknown }).alt) };
  } catch {
    return {};
  }
}
