/**
 * Where the second frame begins in `stream`, which begins with a frame: the
 * index of the first byte after that frame. The frame may be masked, and its
 * length may have any of the three forms.
 *
 * `undefined` as long as the bytes that tell the length have not all come. The
 * payload need not have come at all.
 */
export function nextFrame(stream: Uint8Array): number | undefined {
  const second = stream[1];
  if (second === undefined) return undefined;
  // TODO: there are two more forms of the length, and the mask has its place.
  return 2 + second;
}
