import {
  Channel,
  type ReceiveChannel,
  select,
  type SendChannel,
} from "rendezvous";

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
  while (!one.isNil || !other.isNil) {
    const next = await select({ one, other });
    if (!next.done) await out.send(next.value);
    else if (next.case === "one") one = Channel.nil();
    else other = Channel.nil();
  }
  out.close();
}
