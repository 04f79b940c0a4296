import { Channel, go, run, type TraceEvent, yieldNow } from "rendezvous";
import { expect, test } from "vitest";

async function parksOf(body: () => unknown): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  const observer = (event: TraceEvent) => void events.push(event);
  await run(body, { clock: "virtual", observer });
  return events.filter(({ kind }) => kind === "park");
}

test("a sender that waits says what it brings", async () => {
  const parks = await parksOf(async () => {
    const lines = new Channel<string>();
    go("alice", () => lines.send("hi"));
    await lines.receive();
    await lines.send("nobody comes");
  });

  expect(parks).toMatchObject([
    { goroutine: 1, reason: "chan receive" },
    { goroutine: 1, reason: "chan send", value: '"nobody comes"' },
  ]);
  expect(parks[0]).not.toHaveProperty("value");
});

test("a sender on a nil channel says what it brings, too", async () => {
  const parks = await parksOf(() => Channel.nil<number>().send(7));

  expect(parks).toMatchObject([
    { reason: "chan send (nil chan)", on: "chan nil", value: "7" },
  ]);
});

test("a value that moves up into the buffer says whose it is", async () => {
  const events: TraceEvent[] = [];
  const observer = (event: TraceEvent) => void events.push(event);
  await run(
    async () => {
      const box = new Channel<number>(1);
      await box.send(1);
      go("alice", () => box.send(2));
      await yieldNow();
      await box.receive();
    },
    { observer },
  );

  const buffered = events.filter(({ kind }) => kind === "buffer");
  expect(buffered).toMatchObject([
    { move: "in", value: "1" },
    { move: "out", value: "1" },
    { move: "in", value: "2", goroutine: 1, from: 2 },
  ]);
  expect(buffered[0]).not.toHaveProperty("from");
});
