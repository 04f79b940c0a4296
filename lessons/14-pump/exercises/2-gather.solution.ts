import { after, type ReceiveChannel, select } from "rendezvous";

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
  for await (const first of frames) {
    const gathered = [first];
    const enough = after(gatherMs);
    for (;;) {
      const event = await select({ frames, enough });
      if (event.done || event.case === "enough") break;
      gathered.push(event.value);
    }
    await write(gathered);
  }
}
