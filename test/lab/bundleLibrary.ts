import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The project's folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** The library as the build makes it. @param outfile  where it goes */
export async function bundleLibrary(outfile: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ["src/lab/library.ts"],
    outfile,
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    external: ["node:*"],
  });
}
