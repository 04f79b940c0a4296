// What lessons 3 and 4 read in a stream of bytes: frames by the decoder, and
// what they add up to by the assembler, until one of the two refuses.

import {
  type Frame,
  FrameDecoder,
  ProtocolError,
} from "../../lessons/03-frames/frame.ts";
import {
  type Arrival,
  MessageAssembler,
} from "../../lessons/04-messages/assembler.ts";
import { defaultLimits } from "../../lessons/05-connection/limits.ts";
import type { Role } from "../../lessons/05-connection/sender.ts";

export type { Role };

/** A frame that was read whole, and what it completes, if anything. */
export interface Step {
  frame: Frame;
  arrival: Arrival | undefined;
}

export interface Mistake {
  /** The lesson whose code refuses. */
  lesson: 3 | 4;
  error: ProtocolError;
  /** How many bytes had to be read to see it. */
  bytesRead: number;
}

export interface Reading {
  steps: Step[];
  mistake: Mistake | undefined;
}

/** What a `reader` reads: a server wants masked frames, a client others. */
export function read(bytes: Uint8Array, reader: Role): Reading {
  const decoder = new FrameDecoder({
    masked: reader === "server",
    maxPayloadBytes: defaultLimits.maxMessageBytes,
  });
  const assembler = new MessageAssembler(defaultLimits);
  const steps: Step[] = [];
  // One at a time, to see at which of them a mistake shows.
  for (let at = 0; at < bytes.length; at++) {
    decoder.push(bytes.subarray(at, at + 1));
    const found = caught(3, at + 1, () => decoder.next());
    if ("error" in found) return { steps, mistake: found };
    const frame = found.value;
    if (!frame) continue;
    const made = caught(4, at + 1, () => assembler.add(frame));
    if ("error" in made) return { steps, mistake: made };
    steps.push({ frame, arrival: made.value });
    if (made.value?.kind === "close") break; // nothing is read after it
  }
  return { steps, mistake: undefined };
}

function caught<T>(
  lesson: 3 | 4,
  bytesRead: number,
  work: () => T,
): { value: T } | Mistake {
  try {
    return { value: work() };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return { lesson, error, bytesRead };
  }
}
