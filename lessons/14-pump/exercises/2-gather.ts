import type { ReceiveChannel } from "rendezvous";

/** Writes frames, and resolves when the peer has taken them. */
export type Write = (frames: readonly Uint8Array[]) => Promise<void>;

/**
 * A write pump that is in no hurry: when a frame comes it waits `gatherMs`
 * milliseconds for others, and writes all of them at once, in order. Resolves
 * when `frames` is closed and everything has been written; a close is not waited
 * out.
 */
export async function gatherPump(
  frames: ReceiveChannel<Uint8Array>,
  write: Write,
  gatherMs: number,
): Promise<void> {
  // TODO: wait for others before you write.
  void gatherMs;
  for await (const frame of frames) await write([frame]);
}
