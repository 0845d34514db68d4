import { readFile } from "node:fs/promises";
import { extname, resolve } from "node:path";
import type { InlineImage } from "./markdown.js";
import { joined, type NotebookCell } from "./notebook.js";

const MIME_TYPES: Readonly<Record<string, string>> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".svg": "image/svg+xml",
};

/**
 * Puts a Markdown cell's images into their addresses: its attachments, and files beside the notebook. An image that
 * cannot be read keeps its address, as one from the web does.
 */
export function inlineImagesOf({ attachments = {} }: NotebookCell, folder: string): InlineImage {
  return async (address) => {
    if (address.startsWith("attachment:")) return attached(attachments, address) ?? address;
    const mime = MIME_TYPES[extname(address).toLowerCase()];
    if (!mime || /^[a-z]+:/i.test(address)) return address;
    return fileAddress(resolve(folder, decodeURI(address)), mime).catch(() => address);
  };
}

function attached(attachments: NonNullable<NotebookCell["attachments"]>, address: string): string | undefined {
  const contents = attachments[decodeURI(address.slice("attachment:".length))];
  const [found] = Object.entries(contents ?? {});
  return found && `data:${found[0]};base64,${joined(found[1])}`;
}

async function fileAddress(path: string, mime: string): Promise<string> {
  return `data:${mime};base64,${(await readFile(path)).toString("base64")}`;
}
