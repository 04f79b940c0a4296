/**
 * How many bytes the header of a frame takes, for a payload of `length` bytes,
 * with its mask or without (RFC 6455 §5.2).
 */
export function headerBytes(length: number, isMasked: boolean): number {
  // TODO: two bytes are enough for some frames, but not for all.
  return length >= 0 || isMasked ? 2 : 0;
}
