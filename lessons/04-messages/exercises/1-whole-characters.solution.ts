/**
 * How many bytes at the start of `bytes` are whole characters: what is left,
 * at most 3 bytes, is the beginning of a character that was cut in two.
 *
 * `bytes` is valid UTF-8 that begins with a whole character and may end
 * anywhere. The first byte of a character says how many bytes it has: below
 * 0x80 one, from 0xc0 on two, from 0xe0 on three, from 0xf0 on four; the others
 * are 0x80 to 0xbf.
 */
export function wholeLength(bytes: Uint8Array): number {
  const start = bytes.findLastIndex((byte) => byte < 0x80 || byte >= 0xc0);
  const first = bytes[start];
  if (first === undefined) return 0;
  const end = start + characterLength(first);
  return end <= bytes.length ? end : start;
}

function characterLength(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}
