/** KaTeX's style sheet. Formulas are set when it is there: without it they would be several times as high. */

let arrived: Promise<unknown> = Promise.resolve();

/**
 * @param href URL of the style sheet
 * @returns the link to it, to be put into the document's head
 */
export function katexStyles(document: Document, href: string): HTMLLinkElement {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  arrived = new Promise((resolve) => {
    link.onload = resolve;
    link.onerror = resolve; // plain formulas say more than empty places
  });
  return link;
}

/** Resolves when the style sheet is there, or cannot be had. */
export const katexStylesArrived = (): Promise<unknown> => arrived;
