import { type InspectorNotification, Session } from "node:inspector";

interface Attached {
  readonly sessionId: string;
  readonly workerInfo: { readonly title: string };
}
type Notification<Params> = InspectorNotification<Params>;

/**
 * Ends the JavaScript that a worker thread is running right now, even an endless loop; the thread and its variables
 * live on. Resolves when that is done. The debugger is attached for this moment only.
 * @param threadId of a worker of this thread
 */
export function terminateExecution(threadId: number): Promise<void> {
  const session = new Session();
  session.connect();
  return new Promise<void>((resolve, reject) => {
    session.on("NodeWorker.attachedToWorker", ({ params }: Notification<Attached>) => {
      // workers of the worker are attached, too, and the inspector numbers them in its own way; titles tell threads
      if (params.workerInfo.title.startsWith(`[worker ${threadId}]`))
        sendTermination(session, params.sessionId, reject);
    });
    session.on("NodeWorker.receivedMessageFromWorker", () => resolve());
    post(session, "NodeWorker.enable", { waitForDebuggerOnStart: false }, reject);
  }).finally(() => session.disconnect());
}

function sendTermination(session: Session, sessionId: string, reject: (error: Error) => void): void {
  const message = JSON.stringify({ id: 1, method: "Runtime.terminateExecution" });
  post(session, "NodeWorker.sendMessageToWorker", { sessionId, message }, reject);
}

function post(session: Session, method: string, params: object, reject: (error: Error) => void): void {
  session.post(method, params, (error) => error && reject(error));
}
