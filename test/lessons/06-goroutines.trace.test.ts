import { expect, test } from "vitest";
import { go, run, sleep, type TraceEvent } from "rendezvous";

async function record(body: () => unknown): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  const observer = (event: TraceEvent) => void events.push(event);
  await run(body, { clock: "virtual", observer });
  return events;
}

const thisFile = /^test\/lessons\/06-goroutines\.trace\.test\.ts:\d+:\d+$/;

test("an event says the line of the program that did it", async () => {
  const events = await record(async () => {
    go("sleeper", () => sleep(1));
    await sleep(2);
  });

  const calls = events.filter(({ kind }) => kind === "go" || kind === "park");
  const lines = calls.map(({ line }) => line);
  expect(lines).toHaveLength(4);
  expect(new Set(lines).size).toBe(4);
  for (const line of lines) expect(line).toMatch(thisFile);
});

test("what the clock does has no line", async () => {
  const events = await record(() => sleep(1));

  const ready = events.filter(({ kind }) => kind === "ready");
  expect(ready).toEqual([{ time: 1, goroutine: 0, kind: "ready", woken: 1 }]);
});

test("an event can be sent to another thread", async () => {
  const events = await record(async () => {
    go("sleeper", () => sleep(1));
    await sleep(2);
  });

  expect(structuredClone(events)).toEqual(events);
});

test("a run without an observer tells nobody, beside one that has one", async () => {
  const [events, outcome] = await Promise.all([
    record(() => sleep(1)),
    run(() => sleep(1), { clock: "virtual" }),
  ]);

  expect(outcome.kind).toBe("returned");
  expect(events.filter(({ kind }) => kind === "end")).toHaveLength(1);
});
