import { type ReceiveChannel, select, type SendChannel } from "rendezvous";

/**
 * Sends to `out` whatever comes from `one` and from `other`, as it comes, and
 * closes `out` when both of them are closed and nothing is left in them.
 *
 * It waits for what it can still get. A channel that is closed and drained is
 * always ready: whoever keeps it in the select is told so again and again.
 */
export async function merge<T>(
  one: ReceiveChannel<T>,
  other: ReceiveChannel<T>,
  out: SendChannel<T>,
): Promise<void> {
  for (;;) {
    const next = await select({ one, other });
    // TODO: only one of the two has ended. Which case switches itself off?
    if (next.done) break;
    await out.send(next.value);
  }
  out.close();
}
