import { l10n } from "vscode";
import { formatNumber, groupThousands } from "../trace/formatNumber.js";
import type { Progress } from "../trace/protocol.js";

/** `step 120/300 · loss 0.82 · 2,140 steps/s · 3 s left`; what is not known is left out. */
export function progressText({ step, steps, loss, stepsPerSecond, secondsLeft }: Progress): string {
  const parts = [
    l10n.t("step {0}/{1}", groupThousands(step), groupThousands(steps)),
    loss === null ? l10n.t("loss not finite") : l10n.t("loss {0}", formatNumber(loss)),
    isRate(stepsPerSecond) ? l10n.t("{0} steps/s", rateText(stepsPerSecond)) : "",
    isTime(secondsLeft) ? l10n.t("{0} left", durationText(secondsLeft)) : "",
  ];
  return parts.filter(Boolean).join(" · ");
}

// JSON carries an infinite number as null.
const isRate = (rate: number | null) => rate !== null && Number.isFinite(rate) && rate > 0;
const isTime = (seconds: number | null) => seconds !== null && Number.isFinite(seconds) && seconds >= 0;

const rateText = (rate: number) => (rate >= 10 ? groupThousands(Math.round(rate)) : formatNumber(rate, 2));

/** In two units at most: `3 s`, `2 min 5 s`, `1 h 20 min`. @param seconds rounded up */
export function durationText(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return l10n.t("{0} s", whole);
  if (whole < 3600) return l10n.t("{0} min {1} s", Math.floor(whole / 60), whole % 60);
  const minutes = Math.ceil(whole / 60);
  return l10n.t("{0} h {1} min", Math.floor(minutes / 60), minutes % 60);
}
