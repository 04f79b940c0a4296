/**
 * Where the second frame begins in `stream`, which begins with a whole frame
 * whose payload is shorter than 126 bytes. It may be masked or not.
 */
export function nextFrame(stream: Uint8Array): number {
  const second = stream[1] ?? 0;
  const maskBytes = second & 0x80 ? 4 : 0;
  return 2 + maskBytes + (second & 0x7f);
}
