import type { Plugin } from "esbuild";

export const katexSubset: Plugin;
export const withoutUnusedSizes: (css: string) => string;
