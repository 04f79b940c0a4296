import type { Channel } from "rendezvous";

/**
 * Sends `value` and never waits. Where there is no room, the oldest value in the
 * buffer makes room for it: whoever reads positions of a mouse wants the last
 * ones. A channel without a buffer drops `value` if nobody waits for it.
 *
 * Nobody else sends on `channel`. Panics if it is closed, as every send does.
 */
export function sendNewest<T>(channel: Channel<T>, value: T): void {
  if (channel.trySend(value)) return;
  channel.tryReceive();
  // Once more and not in a loop: without a buffer there will never be room.
  channel.trySend(value);
}
