/**
 * Where the second frame begins in `stream`, which begins with a whole frame
 * whose payload is shorter than 126 bytes. It may be masked or not.
 */
export function nextFrame(stream: Uint8Array): number {
  // TODO: the second byte knows.
  return stream.length;
}
