/** The editor's language, asked for by messaging where there is any: an output's frame has no other way to know it. */
import type { RendererContext } from "vscode-notebook-renderer";

/** Sent once, when the renderer starts; the extension answers with a `LocaleMessage`. */
export interface HelloMessage {
  readonly type: "hello";
}
/** The editor's display language, as `vscode.env.language`. */
export interface LocaleMessage {
  readonly type: "locale";
  readonly locale: string;
}

const isLocaleMessage = (message: unknown): message is LocaleMessage =>
  typeof message === "object" &&
  message !== null &&
  (message as LocaleMessage).type === "locale" &&
  typeof (message as LocaleMessage).locale === "string";

/** Asks for the language; calls `listener` when it is told. Does nothing where there is no messaging. */
export function onEditorLocale(context: RendererContext<unknown>, listener: (locale: string) => void): void {
  context.onDidReceiveMessage?.((message: unknown) => {
    if (isLocaleMessage(message)) listener(message.locale);
  });
  context.postMessage?.({ type: "hello" } satisfies HelloMessage);
}
