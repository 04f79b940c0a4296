/**
 * Unmasks one payload that comes in pieces, cut anywhere. The function that it
 * returns is called with one piece after the other, and returns each of them
 * unmasked in a new array (RFC 6455 §5.3).
 */
export function unmasker(mask: Uint8Array): (piece: Uint8Array) => Uint8Array {
  let before = 0; // bytes of the payload that came in earlier pieces
  return (piece) => {
    const start = before;
    before += piece.length;
    return piece.map((byte, i) => byte ^ (mask[(start + i) % 4] ?? 0));
  };
}
