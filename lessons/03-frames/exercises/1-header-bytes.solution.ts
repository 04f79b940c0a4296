/**
 * How many bytes the header of a frame takes, for a payload of `length` bytes,
 * with its mask or without (RFC 6455 §5.2).
 */
export function headerBytes(length: number, isMasked: boolean): number {
  const extended = length < 126 ? 0 : length < 2 ** 16 ? 2 : 8;
  return 2 + extended + (isMasked ? 4 : 0);
}
