import { spawn } from "node:child_process";

/** Starts a program that keeps a core busy. @returns ends it */
export function busyCore(): () => void {
  const child = spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" });
  return () => void child.kill("SIGKILL");
}
