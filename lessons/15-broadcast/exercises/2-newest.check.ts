import assert from "node:assert/strict";
import { go, type ReceiveChannel, run } from "rendezvous";

type Attempt = typeof import("./2-newest.solution.ts");

interface Outbox {
  channel: ReceiveChannel<number>;
  offer(tick: number): void;
}

export default async function check({ NewestOutbox }: Attempt): Promise<void> {
  const outbox = new NewestOutbox<number>(3);
  for (const tick of [1, 2]) outbox.offer(tick);
  assert.equal(outbox.dropped, 0, "two ticks fit into an outbox for three");
  for (const tick of [3, 4, 5]) outbox.offer(tick);
  const { length } = outbox.channel;
  assert.equal(
    length,
    3,
    `five ticks into an outbox for three: expected 3 to wait, got ${length}`,
  );
  const ticks = await receive(outbox.channel, 3);
  assert.equal(
    ticks,
    "3 4 5",
    `of five ticks the last three should wait, oldest first: expected "3 4 5", got "${ticks}"`,
  );
  assert.equal(
    outbox.dropped,
    2,
    `five ticks into an outbox for three: expected 2 dropped, got ${outbox.dropped}`,
  );
  await checkWaiting(new NewestOutbox<number>(1));
}

async function checkWaiting(outbox: Outbox): Promise<void> {
  const { value } = await run(async () => {
    go("room", () => [1, 2, 3].forEach((tick) => outbox.offer(tick)));
    return [await outbox.channel.receive(), await outbox.channel.receive()];
  });
  const got = value?.join(" ") ?? "nothing";
  assert.equal(
    got,
    "1 3",
    `a client that waits is handed tick 1; then one fits, and two come: expected "1 3", got "${got}"`,
  );
}

async function receive(
  channel: ReceiveChannel<number>,
  count: number,
): Promise<string> {
  const { value } = await run(async () => {
    const ticks: unknown[] = [];
    for (let i = 0; i < count; i++) ticks.push(await channel.receive());
    return ticks.join(" ");
  });
  return value ?? "a wait without an end";
}
