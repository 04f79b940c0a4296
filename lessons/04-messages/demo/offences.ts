// What mallory tries, an attempt for each error of this lesson and two more for
// text, and the section of RFC 6455 that each of them breaks.

import {
  encodeFrame,
  type Frame,
  FrameDecoder,
  type Opcode,
  opcodes,
  ProtocolError,
} from "../../03-frames/frame.ts";
import { type Arrival, MessageAssembler } from "../assembler.ts";

const { text, binary, continuation, close } = opcodes;

export const limits = { maxMessageBytes: 32, maxFragments: 4 };

export interface Offence {
  /** What she does, in words. */
  what: string;
  section: string;
  frames: readonly Frame[];
}

// #region offences
export const offences: readonly Offence[] = [
  {
    what: "continues what nobody began",
    section: "§5.4",
    frames: [last(continuation, utf8("and"))],
  },
  {
    what: "begins a message inside another",
    section: "§5.4",
    frames: [more(text, utf8("one")), last(text, utf8("two"))],
  },
  {
    what: "hides ff in the first fragment",
    section: "§8.1",
    frames: [more(text, [0xff])],
  },
  {
    what: 'writes "/" in two bytes',
    section: "§8.1",
    frames: [more(text, [0xc0]), last(continuation, [0xaf])],
  },
  {
    what: "ends on half a 🌍",
    section: "§8.1",
    frames: [more(text, [0xf0, 0x9f]), last(continuation, [])],
  },
  {
    what: "closes with half a code",
    section: "§5.5.1",
    frames: [last(close, [3])],
  },
  {
    what: "closes with 1006",
    section: "§7.4.1",
    frames: [last(close, [3, 238])],
  },
  {
    what: "sends 33 bytes",
    section: "§10.4",
    frames: [more(binary, new Uint8Array(32)), more(continuation, [0])],
  },
  {
    what: "sends a fifth fragment",
    section: "§10.4",
    frames: [more(binary, []), ...Array<Frame>(4).fill(more(continuation, []))],
  },
];
// #endregion offences

/** The error that `offence` ends in, or what is completed without one. */
export function judge({
  frames,
}: Offence): ProtocolError | Arrival | undefined {
  const assembler = new MessageAssembler(limits);
  try {
    return frames.map((frame) => assembler.add(frame)).at(-1);
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
}

/** A frame as a server would send it, and as it is read at the other end. */
export function travel(frame: Frame): { bytes: Uint8Array; frame: Frame } {
  const bytes = encodeFrame(frame);
  const decoder = new FrameDecoder({ masked: false, maxPayloadBytes: 1024 });
  decoder.push(bytes);
  const arrived = decoder.next();
  if (!arrived) throw new Error("expected a whole frame, got less");
  return { bytes, frame: arrived };
}

export function more(opcode: Opcode, payload: Iterable<number>): Frame {
  return { ...last(opcode, payload), fin: false };
}

export function last(opcode: Opcode, payload: Iterable<number>): Frame {
  return { fin: true, reserved: 0, opcode, payload: Uint8Array.from(payload) };
}

export function utf8(words: string): Uint8Array {
  return new TextEncoder().encode(words);
}
