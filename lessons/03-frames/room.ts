// Room for bytes, and how to look at it.

/**
 * `length` bytes that hold anything, for whoever writes all of them. `new
 * Uint8Array` would clear them first, and ask the system for each few of them:
 * for a short frame that costs more than all the rest.
 */
export function roomFor(length: number): Uint8Array {
  const { buffer, byteOffset } = Buffer.allocUnsafe(length);
  return new Uint8Array(buffer, byteOffset, length);
}

/** The same bytes as numbers of any size. */
export function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}
