import { afterEach, describe, expect, test, vi } from "vitest";
import type { Host, TraceEvent } from "rendezvous";
import { readCircles, readGoroutines } from "./12-deadlock.reading.ts";

interface Played {
  events: TraceEvent[];
  written: string;
  status: number;
}

/** Runs a program of the gallery in this process, with a browser's means. */
async function play(name: string): Promise<Played> {
  vi.resetModules();
  const { useHost } = await import("rendezvous");
  const { useDefaults } =
    await import("../../lessons/06-goroutines/program.ts");
  const events: TraceEvent[] = [];
  // Of the program alone: this process runs other tests after these.
  const observer = (event: TraceEvent) => void events.push(event);
  useDefaults((called) => (called === "main" ? { observer } : {}));
  vi.spyOn(console, "log").mockReturnValue();
  let written = "";
  const status = new Promise<number>((exit) => {
    const write = (text: string) => void (written += text);
    useHost({ write, exit, whenIdle: undefined } as unknown as Host);
  });
  await import(`../../lessons/12-deadlock/demo/${name}.ts`);
  return { events, status: await status, written };
}

afterEach(() => vi.restoreAllMocks());

/** An event in a line; `""` for those that the story can do without. */
function told(event: TraceEvent): string {
  const { kind, goroutine: who } = event;
  if (kind === "go") return `${who} starts ${event.started} ${event.name}`;
  if (kind === "park") return `${who} parks: ${event.reason} on ${event.on}`;
  if (kind === "hand-over") {
    return `${event.from} hands ${event.to} ${event.value}`;
  }
  if (kind !== "buffer") return "";
  return `${who} moves ${event.value} ${event.move}: ${event.length}`;
}

describe("the story of hub", () => {
  test("ends with the hub at bob's outbox, and bob at the hub", async () => {
    const { events } = await play("hub");

    const since = events.findIndex(({ kind }) => kind === "end") + 1;
    expect(events.slice(since).map(told).filter(Boolean)).toEqual([
      "1 starts 4 bob",
      "1 parks: sync.WaitGroup.Wait on waitgroup#1",
      "4 hands 2 chan#5",
      "4 parks: chan send on chan#3",
      '4 hands 2 "bob is here"',
      '2 moves "bob is here" in: 1',
      "2 parks: select on chan#1, chan#2, chan#3",
      '4 moves "bob is here" out: 0',
      '4 hands 2 "where is everybody?"',
      "4 parks: chan send on chan#3",
      '2 moves "where is everybody?" in: 1',
      '4 hands 2 "I must go"',
      "2 parks: chan send on chan#5",
      "4 parks: chan send on chan#2",
    ]);
  });

  test("is reported by a page's Worker as by a process, with its reserve", async () => {
    const { status, written } = await play("hub");

    expect(status).toBe(2);
    expect(readGoroutines(written).map(([header]) => header)).toEqual([
      "1 [sync.WaitGroup.Wait]",
      "2 [chan send]",
      "4 [chan send]",
    ]);
    expect(readCircles(written)).toEqual([["hub", "bob"]]);
    expect(written).toMatch(
      /\n\nthis holds if nothing undeclared is pending\n$/,
    );
  });
});
