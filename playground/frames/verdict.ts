// What is said of a stream of bytes: what was read in it, what is missing or
// wrong, and what the connection sends because of it.

import {
  type Frame,
  isControl,
  opcodes,
} from "../../lessons/03-frames/frame.ts";
import type { Arrival } from "../../lessons/04-messages/assembler.ts";
import { answer } from "./answer.ts";
import { piecesOf } from "./fields.ts";
import { toHex } from "./hex.ts";
import { type Mistake, read, type Role, type Step } from "./reading.ts";

export interface Verdict {
  kind: "refused" | "waiting" | "read" | "closed";
  /** Stable, of the error; none if nothing is wrong. */
  code: string | undefined;
  /** What the close frame says that is sent, if one is. */
  closeCode: number | undefined;
  sentence: string;
  /** The lesson whose code refused. */
  lesson: 3 | 4 | undefined;
  /** How many bytes had to be read to see the mistake. */
  bytesRead: number | undefined;
  /** A line for each frame that was read. */
  frames: string[];
  /** The frames that are sent, in hex. */
  sent: string[];
}

const shownFrames = 6;
const shownCharacters = 40;

export function judge(bytes: Uint8Array, reader: Role): Verdict {
  const { steps, mistake } = read(bytes, reader);
  const { sent, close } = answer(bytes, reader);
  const shared = {
    closeCode: close?.code,
    frames: framesOf(steps),
    sent: sent.map(toHex),
  };
  if (mistake) return { ...shared, ...refused(mistake) };
  return { ...shared, ...accepted(bytes, steps) };
}

type Judged = Omit<Verdict, "closeCode" | "frames" | "sent">;

function refused({ error, lesson, bytesRead }: Mistake): Judged {
  const { code, message } = error;
  return { kind: "refused", code, sentence: message, lesson, bytesRead };
}

const nothingWrong = {
  code: undefined,
  lesson: undefined,
  bytesRead: undefined,
};

function accepted(bytes: Uint8Array, steps: Step[]): Judged {
  const last = steps.at(-1);
  if (last?.arrival?.kind === "close") {
    const sentence = "A close frame came: it is answered, and read no further.";
    return { kind: "closed", sentence, ...nothingWrong };
  }
  const missing = missingIn(bytes);
  if (missing) {
    const sentence = `No mistake so far: ${missing} still to come.`;
    return { kind: "waiting", sentence, ...nothingWrong };
  }
  const isOpen = isMessageOpen(steps);
  const sentence = isOpen
    ? "No mistake so far: the message goes on."
    : "Nothing is wrong.";
  return { kind: isOpen ? "waiting" : "read", sentence, ...nothingWrong };
}

/** What the last frame lacks, in words; empty if nothing. */
function missingIn(bytes: Uint8Array): string {
  const last = piecesOf(bytes).at(-1);
  if (!last || last.missing === 0n) return "";
  // Until a header is whole, nobody knows what it will announce.
  const isHeaderWhole = last.to - last.from >= last.headerBytes;
  return (isHeaderWhole ? "" : "at least ") + count(last.missing, "byte");
}

function isMessageOpen(steps: Step[]): boolean {
  const last = steps.findLast(({ frame }) => !isControl(frame.opcode));
  return last !== undefined && last.arrival === undefined;
}

function framesOf(steps: Step[]): string[] {
  const lines = steps.slice(0, shownFrames).map(sayStep);
  const more = steps.length - lines.length;
  return more > 0 ? [...lines, `and ${more} more`] : lines;
}

function sayStep({ frame, arrival }: Step): string {
  return `${sayFrame(frame)}: ${arrival ? sayArrival(arrival) : "more to come"}`;
}

function sayFrame({ fin, opcode, payload }: Frame): string {
  const size = count(BigInt(payload.length), "byte");
  return `${nameOf(opcode)}${fin ? ", fin" : ""}, ${size}`;
}

function sayArrival(arrival: Arrival): string {
  switch (arrival.kind) {
    case "message":
      return sayMessage(arrival.message);
    case "close":
      return `close ${arrival.code ?? "without a code"} ${quote(arrival.reason)}`;
    case "ping":
    case "pong":
      return arrival.kind;
  }
}

function sayMessage(message: string | Uint8Array): string {
  if (typeof message === "string") return `the message ${quote(message)}`;
  return `a message of ${count(BigInt(message.length), "byte")}`;
}

function quote(text: string): string {
  const shown = text.slice(0, shownCharacters);
  return JSON.stringify(shown === text ? text : `${shown}…`);
}

function count(number: bigint, noun: string): string {
  const digits = String(number).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${digits} ${noun}${number === 1n ? "" : "s"}`;
}

const names = new Map<number, string>(
  Object.entries(opcodes).map(([name, opcode]) => [opcode, name]),
);

/** The word for an opcode; those kept for later have none of their own. */
export function nameOf(opcode: number): string {
  return names.get(opcode) ?? "reserved";
}
