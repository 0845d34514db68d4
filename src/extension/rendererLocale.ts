import { type Disposable, env, notebooks } from "vscode";
import { RENDERER_ID } from "./identifiers.js";

/** Tells each output view that says hello the editor's language: a view cannot find it out by itself. */
export function answerRenderer(): Disposable {
  const messaging = notebooks.createRendererMessaging(RENDERER_ID);
  return messaging.onDidReceiveMessage(({ editor, message }) => {
    if (isHello(message)) void messaging.postMessage({ type: "locale", locale: env.language }, editor);
  });
}

const isHello = (message: unknown) =>
  typeof message === "object" && message !== null && "type" in message && message.type === "hello";
