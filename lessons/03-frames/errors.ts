// What a peer can do wrong in a frame. Each mistake has a code for programs, a
// rule for people and a close code for the peer.

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
  FRAME_RESERVED_BITS: "expected reserved bits of 0", // §5.2
  FRAME_OPCODE_UNKNOWN: "expected an opcode that has a meaning", // §5.2
  FRAME_CONTROL_FRAGMENTED: "expected a whole control frame", // §5.5
  FRAME_CONTROL_TOO_LONG: "expected a control frame up to 125 bytes", // §5.5
  FRAME_NOT_MASKED: "expected a masked frame from a client", // §5.1
  FRAME_MASKED: "expected an unmasked frame from a server", // §5.1
  FRAME_LENGTH_NOT_MINIMAL: "expected the shortest form of a length", // §5.2
  FRAME_LENGTH_TOP_BIT: "expected a length of 63 bits", // §5.2
  FRAME_TOO_LARGE: "expected a payload within the limit", // §7.4.1
} as const;
// #endregion rules

export type FrameMistake = keyof typeof rules;

/** The error for a mistake; `got` says what came instead. */
export function frameError(code: FrameMistake, got: string): ProtocolError {
  const closeCode = code === "FRAME_TOO_LARGE" ? 1009 : 1002;
  return new ProtocolError(code, `${rules[code]}, got ${got}`, closeCode);
}
