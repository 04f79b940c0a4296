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
  const mask = second & 0x80 ? 4 : 0;
  const short = second & 0x7f;
  const extended = short < 126 ? 0 : short === 126 ? 2 : 8;
  if (stream.length < 2 + extended) return undefined;
  // One digit after the other, the big end first: network order.
  const digits = stream.subarray(2, 2 + extended);
  const long = digits.reduce((length, digit) => length * 256 + digit, 0);
  return 2 + extended + mask + (extended === 0 ? short : long);
}
