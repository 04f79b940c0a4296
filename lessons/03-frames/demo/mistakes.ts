// A peer's mistakes, one for each rule of rules.ts, and where the rule stands.

import { FrameDecoder, ProtocolError } from "../frame.ts";

export interface Mistake {
  /** What the peer does, in words. */
  what: string;
  /** Where RFC 6455 forbids it. */
  section: string;
  /** A header that does it. */
  bytes: readonly number[];
  /** Who reads it; a server unless it says so. */
  reader?: "client";
}

// #region mistakes
export const mistakes: readonly Mistake[] = [
  { what: "sets a reserved bit", section: "§5.2", bytes: [0xc1, 0x85] },
  { what: "makes up an opcode", section: "§5.2", bytes: [0x83, 0x85] },
  { what: "cuts a ping in two", section: "§5.5", bytes: [0x09, 0x85] },
  { what: "forgets the mask", section: "§5.1", bytes: [0x81, 0x05, 0x48] },
  {
    what: "masks, as a server",
    section: "§5.1",
    bytes: [0x81, 0x85, 0x37],
    reader: "client",
  },
  {
    what: "pings with 126 bytes",
    section: "§5.5",
    bytes: [0x89, 0xfe, 0, 126],
  },
  {
    what: "needs 64 bits",
    section: "§5.2",
    bytes: [0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0x37],
  },
  {
    what: "writes 5 the long way",
    section: "§5.2",
    bytes: [0x82, 0xfe, 0, 5, 0x37],
  },
  {
    what: "announces 1 GiB",
    section: "§10.4",
    bytes: [0x82, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 0x37],
  },
];
// #endregion mistakes

/** The error, and how many bytes had come when it was clear. */
export interface Verdict {
  error: ProtocolError;
  afterBytes: number;
}

/** Gives `mistake` to a decoder, a byte at a time. */
export function judge({ bytes, reader }: Mistake): Verdict | undefined {
  const masked = reader !== "client";
  const decoder = new FrameDecoder({ masked, maxPayloadBytes: 64 * 1024 });
  for (const [at, byte] of bytes.entries()) {
    decoder.push(Uint8Array.of(byte));
    const error = errorOf(decoder);
    if (error) return { error, afterBytes: at + 1 };
  }
  return undefined;
}

function errorOf(decoder: FrameDecoder): ProtocolError | undefined {
  try {
    decoder.next();
    return undefined;
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
}
