import { Channel, go, run, type TraceEvent } from "rendezvous";
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
