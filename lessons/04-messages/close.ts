// What a close frame says: nothing, or a close code of two bytes and a reason
// in UTF-8 (RFC 6455 §5.5.1).

import { ProtocolError } from "../03-frames/frame.ts";
import { decodeText } from "./gather.ts";

export interface Close {
  /** `undefined` if the frame was empty. */
  code: number | undefined;
  reason: string;
}

const maxReasonBytes = 123; // of a control frame's 125 the code takes 2

// #region codes
// What may stand in a close frame (§7.4 and the registry it founded). The gaps
// are codes without a meaning, and three that a program tells only itself: no
// code came (1005), no close frame came (1006), TLS failed (1015).
const closeCodes = [
  { from: 1000, to: 1003 },
  { from: 1007, to: 1014 },
  { from: 3000, to: 4999 },
];
// #endregion codes

/**
 * Whether `code` may be sent in a close frame (RFC 6455 §7.4).
 *
 * ```ts
 * isCloseCode(1000) // => true
 * isCloseCode(1006) // => false
 * isCloseCode(4321) // => true
 * ```
 */
export function isCloseCode(code: number): boolean {
  if (!Number.isInteger(code)) return false;
  return closeCodes.some(({ from, to }) => from <= code && code <= to);
}

/**
 * Reads the payload of a close frame. Throws a `ProtocolError`: 1002 for a
 * payload of one byte (§5.5.1) or a code that may not be sent (§7.4), 1007 for
 * a reason that is not UTF-8 (§8.1).
 *
 * ```ts
 * decodeClose(Uint8Array.of(3, 232, 98, 121, 101)) // => { code: 1000, reason: "bye" }
 * decodeClose(Uint8Array.of()) // => { code: undefined, reason: "" }
 * ```
 */
// #region decodeClose
export function decodeClose(payload: Uint8Array): Close {
  const [high, low] = payload;
  if (high === undefined) return { code: undefined, reason: "" };
  if (low === undefined) {
    throw new ProtocolError(
      "CLOSE_TOO_SHORT", // §5.5.1
      "expected a close payload to be empty or at least 2 bytes, got 1",
      1002,
    );
  }
  const code = high * 256 + low;
  if (!isCloseCode(code)) {
    throw new ProtocolError(
      "INVALID_CLOSE_CODE", // §7.4.1
      `expected a close code that may be sent, got ${code}`,
      1002,
    );
  }
  return { code, reason: decodeText(payload.subarray(2)) };
}
// #endregion decodeClose

/**
 * The payload of a close frame; without a code it is empty. Throws a
 * `RangeError` for a code that may not be sent, a reason without a code, or one
 * of more than 123 bytes in UTF-8 (RFC 6455 §5.5).
 *
 * ```ts
 * [...encodeClose(1000, "bye")] // => [3, 232, 98, 121, 101]
 * ```
 */
export function encodeClose(code?: number, reason = ""): Uint8Array {
  if (code === undefined && reason === "") return new Uint8Array(0);
  if (code === undefined || !isCloseCode(code)) {
    throw new RangeError(`expected a close code that may be sent, got ${code}`);
  }
  const bytes = new TextEncoder().encode(reason);
  if (bytes.length > maxReasonBytes) {
    const most = `at most ${maxReasonBytes} bytes`;
    throw new RangeError(`expected a reason of ${most}, got ${bytes.length}`);
  }
  return Uint8Array.of(code >> 8, code & 0xff, ...bytes);
}
