import { Channel, go, type ReceiveChannel } from "rendezvous";

/**
 * A channel on which all values of all `sources` arrive, those of one source in
 * their order. It is closed when every source is closed and drained: once, and
 * not before. Without sources it is closed at once.
 */
export function merge<T>(
  sources: readonly ReceiveChannel<T>[],
): ReceiveChannel<T> {
  const merged = new Channel<T>();
  const ended = new Channel<void>();
  for (const source of sources) {
    go("pour", async () => {
      for await (const value of source) await merged.send(value);
      await ended.send();
    });
  }
  // One goroutine closes, and it knows that all the senders have ended.
  go("closer", async () => {
    for (let left = sources.length; left > 0; left--) await ended.receive();
    merged.close();
  });
  return merged;
}
