import { listenToWarnings } from "../engine/index.js";
import { labHost } from "./host.js";
import { words } from "./words/index.js";

/** Called once when the lab is loaded: from then on a cell shows the warnings that are found while it runs. */
export function installWarnings(): void {
  listenToWarnings((warning) => labHost()?.warn?.(words().warning(warning)));
}
