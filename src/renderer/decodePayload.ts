/** A payload with its recordings decoded. */
import { type Payload, parsePayload } from "../trace/index.js";
import { type DecodedRecording, decodeRecording } from "./decode.js";

export interface DecodedPayload {
  readonly payload: Payload;
  /** One for a view of a recording, several for a comparison, none for a definition or a gradient check. */
  readonly recordings: readonly DecodedRecording[];
}

/** @throws PayloadError when the value is no payload */
export function decodePayload(value: unknown): DecodedPayload {
  const payload = parsePayload(value);
  if (payload.view === "compare")
    return { payload, recordings: payload.runs.map((run) => decodeRecording(run.recording)) };
  return { payload, recordings: "recording" in payload ? [decodeRecording(payload.recording)] : [] };
}
