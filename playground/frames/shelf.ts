// The shelf: frames that break one rule each, and a few that only look so. Here
// is what is sent, and which section of RFC 6455 it is about; what is answered
// is never written down, it is asked of the lessons' code.

import { opcodes } from "../../lessons/03-frames/frame.ts";
import { encodeClose } from "../../lessons/04-messages/close.ts";
import { defaultLimits } from "../../lessons/05-connection/limits.ts";
import { fewestBits } from "./edits.ts";
import { bytesOf, type Fields } from "./fields.ts";
import type { Role } from "./reading.ts";

export interface Exhibit {
  name: string;
  section: string;
  sender: Role;
  bytes: Uint8Array;
}

const { continuation, text, binary, close, ping } = opcodes;
const { maxMessageBytes, maxFragments } = defaultLimits;

const reservedOpcode = 0x3;
const mask = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d); // of the examples in §5.7

function utf8(words: string): Uint8Array {
  return new TextEncoder().encode(words);
}

/** A frame of a client, right but for what `changes` it. */
function frame(
  opcode: number,
  content: Uint8Array | readonly number[] | string,
  changes: Partial<Fields> = {},
): Uint8Array {
  const payload =
    typeof content === "string" ? utf8(content) : Uint8Array.from(content);
  const length = BigInt(payload.length);
  return bytesOf({
    ...{ fin: true, rsv1: false, rsv2: false, rsv3: false, opcode },
    ...{ masked: true, mask, length, lengthBits: fewestBits(length), payload },
    ...changes,
  });
}

/** A frame whose header announces `length` bytes, of which none has come. */
function announcing(length: bigint): Uint8Array {
  return frame(binary, "", { length, lengthBits: fewestBits(length) });
}

function join(...frames: Uint8Array[]): Uint8Array {
  return Uint8Array.from(frames.flatMap((each) => [...each]));
}

function exhibit(
  section: string,
  name: string,
  ...frames: Uint8Array[]
): Exhibit {
  return { name, section, sender: "client", bytes: join(...frames) };
}

const open = { fin: false };
const plain = { masked: false };

export const shelf: readonly Exhibit[] = [
  exhibit("§5.2", "An opcode without a meaning", frame(reservedOpcode, "Hi")),
  exhibit("§5.2", "A reserved bit", frame(text, "Hi", { rsv1: true })),
  exhibit("§5.5", "A ping cut in two", frame(ping, "Hi", open)),
  exhibit(
    "§5.5",
    "A ping of 126 bytes",
    frame(ping, new Uint8Array(126).fill(0x2e)),
  ),
  exhibit("§5.1", "A client without a mask", frame(text, "Hi", plain)),
  {
    ...exhibit("§5.1", "A server with a mask", frame(text, "Hi")),
    sender: "server",
  },
  exhibit(
    "§5.2",
    "A length of 5 in two bytes",
    frame(text, "Hello", { lengthBits: 16 }),
  ),
  exhibit(
    "§5.2",
    "A length of 5 in eight bytes",
    frame(text, "Hello", { lengthBits: 64 }),
  ),
  exhibit("§5.2", "A length of 2⁶³", announcing(2n ** 63n)),
  exhibit(
    "§10.4",
    "One byte more than the limit",
    announcing(BigInt(maxMessageBytes + 1)),
  ),
  exhibit(
    "§10.4",
    "One fragment more than the limit",
    frame(binary, "", open),
    ...Array<Uint8Array>(maxFragments).fill(frame(continuation, "", open)),
  ),
  exhibit("§5.4", "The rest of nothing", frame(continuation, "lo")),
  exhibit(
    "§5.4",
    "A text inside another text",
    frame(text, "Hel", open),
    frame(text, "Hi"),
  ),
  exhibit("§8.1", "A byte that UTF-8 never has", frame(text, [0x48, 0xff])),
  exhibit("§8.1", "A slash in two bytes", frame(text, [0xc0, 0xaf])),
  exhibit("§8.1", "Half a pair of surrogates", frame(text, [0xed, 0xa0, 0x80])),
  exhibit(
    "§8.1",
    "A text that ends inside a letter",
    frame(text, [0x68, 0xc3], open),
    frame(continuation, ""),
  ),
  exhibit("§5.5.1", "A close with half a code", frame(close, [0x03])),
  exhibit("§7.4.1", "A close with 1005", frame(close, [0x03, 0xed])),
  exhibit(
    "§8.1",
    "A close whose reason is no text",
    frame(close, [...encodeClose(1000), 0xff]),
  ),
  exhibit(
    "§8.1",
    "A letter cut in two, and right",
    frame(text, [0x68, 0xc3], open),
    frame(continuation, [0xa9]),
  ),
  exhibit(
    "§5.4",
    "A ping inside a text, and right",
    frame(text, "Hel", open),
    frame(ping, "Hi"),
    frame(continuation, "lo"),
  ),
];
