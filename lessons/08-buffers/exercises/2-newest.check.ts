import assert from "node:assert/strict";
import { Channel, go, run, yieldNow } from "rendezvous";

type Attempt = typeof import("./2-newest.solution.ts");

export default async function check({ sendNewest }: Attempt): Promise<void> {
  for (const capacity of [1, 3]) {
    const channel = new Channel<number>(capacity);
    for (const value of [1, 2, 3, 4, 5]) sendNewest(channel, value);
    const newest = [1, 2, 3, 4, 5].slice(-capacity).join(", ");
    const kept = channel.values().join(", ");
    assert.ok(
      kept === newest,
      `after 1 to 5, a channel with room for ${capacity} should hold ${newest}, not ${kept}`,
    );
  }

  const unbuffered = new Channel<number>();
  let attempts = 0;
  unbuffered.trySend = () => {
    attempts++;
    assert.ok(attempts < 100, "without a buffer there will never be room");
    return false;
  };
  sendNewest(unbuffered, 1);

  const heard = await run(
    async () => {
      const channel = new Channel<number>();
      go("sender", async () => {
        await yieldNow();
        sendNewest(channel, 7);
      });
      return channel.receive();
    },
    { clock: "virtual" },
  );
  assert.ok(heard.value === 7, "a receiver that waits should get the value");

  const closed = new Channel<number>(1);
  closed.close();
  assert.throws(
    () => sendNewest(closed, 1),
    /send on closed channel/,
    "on a closed channel it should panic, as every send does",
  );
}
