// What is echoed: frames made beforehand, and the answers they must get.
//
//   frames   0 1 2 … n-1 0 1 2 … n-1     twice, so that any n in a row are one
//   answers  0 1 2 … n-1                 piece that can be written at once
//
// All frames of a load are equally long, so whoever counts the bytes that came
// back knows how many answers they are, and which byte must come next.

import { encodeFrame, opcodes } from "../../../lessons/03-frames/frame.ts";

export interface Load {
  name: string;
  kind: "text" | "binary";
  /** Of each message. */
  bytes: number;
  /** How many messages are on their way at once. */
  window: number;
}

export const longestBytes = 1024 * 1024;
const several = 64; // messages on their way at once

const sizes = [
  { size: "100 B", bytes: 100, windows: [1, several] },
  { size: "16 KiB", bytes: 16 * 1024, windows: [1, several] },
  { size: "1 MiB", bytes: longestBytes, windows: [1] },
];

const kinds = ["text", "binary"] as const;

/** Every size, as text and as bytes; the small ones also many at a time. */
export const loads: readonly Load[] = sizes.flatMap(
  ({ size, bytes, windows }) =>
    windows.flatMap((window) =>
      kinds.map((kind) => {
        const inFlight = window === 1 ? "one" : String(window);
        const name = `${size} of ${kind}, ${inFlight} in flight`;
        return { name, kind, bytes, window };
      }),
    ),
);

export interface Script {
  /** The masked frames of the client, each cycle of them twice. */
  frames: Buffer;
  frameBytes: number;
  /** What comes back of one cycle. */
  answers: Buffer;
  answerBytes: number;
  /** How many frames differ from each other. */
  cycle: number;
}

export function prepare({ kind, bytes, window }: Load): Script {
  const cycle = Math.max(2, window);
  const opcode = opcodes[kind];
  const payloads = Array.from({ length: cycle }, (_, i) => fill(i, bytes));
  const frames = Buffer.concat(
    payloads.map((payload, i) => encodeFrame({ opcode, payload }, maskOf(i))),
  );
  const answers = Buffer.concat(
    payloads.map((payload) => encodeFrame({ opcode, payload })),
  );
  return {
    frames: Buffer.concat([frames, frames]),
    frameBytes: frames.length / cycle,
    answers,
    answerBytes: answers.length / cycle,
    cycle,
  };
}

// Letters, another beginning for each message.
function fill(index: number, bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, at) => {
    return 0x61 + ((index + at) % 26);
  });
}

function maskOf(index: number): Uint8Array {
  return Uint8Array.of(0x12, 0x34, 0x56, index + 1);
}
