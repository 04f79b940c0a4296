// What a peer can get wrong in a frame's header. Each rule has a code for
// programs, a sentence for people and a close code for the peer.

import {
  extendedBytes,
  isControl,
  isOpcode,
  readExtendedBytes,
  readFin,
  readLength,
  readMasked,
  readOpcode,
  readReserved,
} from "./header.ts";

/** The peer broke the protocol; the connection cannot go on. */
export class ProtocolError extends Error {
  /** Stable, so that programs can compare it: `FRAME_NOT_MASKED`. */
  readonly code: string;
  /** What the close frame will say: 1002, 1007, 1009 … (RFC 6455 §7.4.1). */
  readonly closeCode: number;

  constructor(code: string, message: string, closeCode: number) {
    super(message);
    this.name = "ProtocolError";
    this.code = code;
    this.closeCode = closeCode;
  }
}

// #region rules
const rules = {
  FRAME_RESERVED_BITS: "only reserved bits agreed on", // §5.2
  FRAME_OPCODE_UNKNOWN: "an opcode with a meaning", // §5.2
  FRAME_CONTROL_FRAGMENTED: "a control frame in one piece", // §5.5
  FRAME_CONTROL_TOO_LONG: "a control frame of up to 125 bytes", // §5.5
  FRAME_NOT_MASKED: "a masked frame from a client", // §5.1
  FRAME_MASKED: "an unmasked frame from a server", // §5.1
  FRAME_LENGTH_TOP_BIT: "a length of at most 63 bits", // §5.2
  FRAME_LENGTH_NOT_MINIMAL: "the shortest form of a length", // §5.2
  FRAME_TOO_LARGE: "a payload within the limit", // §10.4
};
// #endregion rules

const protocolError = 1002;
const messageTooBig = 1009;

function broken(code: keyof typeof rules, got: string): ProtocolError {
  const closeCode = code === "FRAME_TOO_LARGE" ? messageTooBig : protocolError;
  return new ProtocolError(
    code,
    `expected ${rules[code]}, got ${got}`,
    closeCode,
  );
}

const bits = (reserved: number) => reserved.toString(2).padStart(3, "0");

// #region check
/** Once the first byte is there: may these bits and this opcode be together? */
export function checkFirstByte(
  header: DataView,
  allowedReserved: number,
): void {
  const reserved = readReserved(header);
  const opcode = readOpcode(header);
  if (reserved & ~allowedReserved) {
    throw broken("FRAME_RESERVED_BITS", bits(reserved));
  }
  if (!isOpcode(opcode)) {
    throw broken("FRAME_OPCODE_UNKNOWN", `0x${opcode.toString(16)}`);
  }
  if (isControl(opcode) && !readFin(header)) {
    throw broken("FRAME_CONTROL_FRAGMENTED", "a fragment");
  }
}

/** Once the second byte is there: is it masked or not, as its side demands? */
export function checkSecondByte(header: DataView, masked: boolean): void {
  const isMasked = readMasked(header);
  if (masked && !isMasked) throw broken("FRAME_NOT_MASKED", "an unmasked one");
  if (!masked && isMasked) throw broken("FRAME_MASKED", "a masked one");
  if (isControl(readOpcode(header)) && readExtendedBytes(header) > 0) {
    throw broken("FRAME_CONTROL_TOO_LONG", "a longer one");
  }
}

/** Once the length is there: is it a length, in its shortest form, allowed? */
export function checkLength(header: DataView, maxPayloadBytes: number): void {
  const length = readLength(header);
  const extended = readExtendedBytes(header);
  if (length < 0) throw broken("FRAME_LENGTH_TOP_BIT", "64");
  if (extended !== extendedBytes(length)) {
    throw broken("FRAME_LENGTH_NOT_MINIMAL", `${length} in ${extended} bytes`);
  }
  if (!isControl(readOpcode(header)) && length > maxPayloadBytes) {
    throw broken(
      "FRAME_TOO_LARGE",
      `${length} bytes, limit is ${maxPayloadBytes}`,
    );
  }
}
// #endregion check
