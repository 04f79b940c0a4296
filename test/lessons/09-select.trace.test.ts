import { Channel, otherwise, run, select, type TraceEvent } from "rendezvous";
import { expect, test } from "vitest";

async function selectsOf(body: () => unknown): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  const observer = (event: TraceEvent) => void events.push(event);
  await run(body, { clock: "virtual", observer });
  return events.filter(({ kind }) => kind === "select" || kind === "park");
}

test("a select says what each of its cases would do", async () => {
  const events = await selectsOf(async () => {
    const [from, to] = [new Channel<number>(1), new Channel<string>(1)];
    await select({
      from,
      off: Channel.nil<number>(),
      to: to.sending("tea"),
      idle: otherwise,
    });
  });

  const label = expect.stringMatching(/^chan#\d+$/) as string;
  expect(events).toMatchObject([
    {
      cases: ["from", "off", "to"],
      ways: [
        { on: label, way: "receive" },
        { on: "chan nil", way: "receive" },
        { on: label, way: "send", value: '"tea"' },
      ],
    },
  ]);
});

test("a select of one send says once what it would send", async () => {
  const events = await selectsOf(() =>
    select({ to: new Channel<number>().sending(7) }),
  );

  expect(events).toMatchObject([
    { kind: "select", ways: [{ way: "send", value: "7" }] },
    { kind: "park", reason: "chan send" },
  ]);
  expect(events[1]).not.toHaveProperty("value");
});
