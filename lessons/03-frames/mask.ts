// The mask: four bytes that a client picks anew for each frame, so that nobody
// can choose what its bytes look like on the wire.

// #region applyMask
/**
 * XORs the bytes of `view` from `at` on with the four of `mask`, over and over
 * (RFC 6455 §5.3). To do it again is to undo it.
 */
export function applyMask(view: DataView, at: number, mask: number): void {
  const end = view.byteLength;
  // Four bytes at once cost what one does. A DataView finds them at any place,
  // in the order of the wire, whatever the machine's own order is.
  for (; at + 4 <= end; at += 4) {
    view.setInt32(at, view.getInt32(at) ^ mask);
  }
  for (let shift = 24; at < end; at += 1, shift -= 8) {
    view.setUint8(at, view.getUint8(at) ^ (mask >>> shift));
  }
}
// #endregion applyMask
