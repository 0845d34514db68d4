/** What an `.ipynb` says about its kernel: which notebooks are ours, and how they say so. */

/** The kernel's name in a notebook's file. */
export const KERNEL_NAME = "unroll";

type Metadata = Readonly<Record<string, unknown>>;

const KERNELSPEC = { name: KERNEL_NAME, display_name: "Unroll", language: "typescript" };
const LANGUAGE_INFO = { name: "typescript", file_extension: ".ts", mimetype: "text/x-typescript" };

const asRecord = (value: unknown): Metadata => (typeof value === "object" && value !== null ? (value as Metadata) : {});

/** Whether a notebook's metadata (as VS Code gives it: the file's own sits one level down) names our kernel. */
export function namesOurKernel(metadata: Metadata): boolean {
  return asRecord(asRecord(metadata.metadata).kernelspec).name === KERNEL_NAME;
}

/** The same metadata, naming our kernel and its language; everything else is kept. */
export function withOurKernel(metadata: Metadata): Record<string, unknown> {
  const file = { ...asRecord(metadata.metadata), kernelspec: KERNELSPEC, language_info: LANGUAGE_INFO };
  return { ...metadata, metadata: file };
}

/** A new notebook's metadata; nbformat 4.5 is the first that keeps cell ids. */
export const newMetadata = (): Record<string, unknown> => withOurKernel({ nbformat: 4, nbformat_minor: 5 });
