import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { run, type TraceEvent } from "rendezvous";
import { close } from "../../lessons/08-buffers/demo/close.ts";
import { room } from "../../lessons/08-buffers/demo/room.ts";
import { describeWith } from "../support/needs.ts";

const lesson = join(import.meta.dirname, "../../lessons/08-buffers");

const lines: string[] = [];

beforeEach(() => {
  lines.length = 0;
  vi.spyOn(console, "log").mockImplementation((line: string) => {
    lines.push(line);
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function tell(story: () => Promise<void>): Promise<string[]> {
  const events: TraceEvent[] = [];
  const observer = (event: TraceEvent) => events.push(event);
  const { kind } = await run(story, { clock: "virtual", observer });
  return [...essence(events), kind];
}

function essence(events: readonly TraceEvent[]): string[] {
  const names = new Map([["1", "main"]]);
  const channels = new Map<string, string>();
  for (const event of events) {
    if (event.kind === "go" && event.started > 1) {
      names.set(String(event.started), event.name);
    }
    if (event.kind === "make") channels.set(event.on, `#${channels.size + 1}`);
  }
  const named = (id: number) => names.get(String(id)) ?? "nobody";
  return events.flatMap((event) => {
    const told = tellEvent(event, named);
    if (told === undefined) return [];
    const line = `${named(event.goroutine)} ${told}`;
    return [line.replace(/chan#\d+/, (label) => channels.get(label) ?? label)];
  });
}

function tellEvent(
  event: TraceEvent,
  named: (id: number) => string,
): string | undefined {
  const { kind } = event;
  if (kind === "make") return `makes ${event.on} for ${event.capacity}`;
  if (kind === "close") return `closes ${event.on}`;
  if (kind === "end") return "ends";
  if (kind === "buffer") {
    return `${event.on} ${event.move} ${event.value} leaves ${event.length}`;
  }
  if (kind === "hand-over") {
    return `${event.on} hands ${event.value} to ${named(event.to)}`;
  }
  if (kind === "park" && event.on) {
    return `waits: ${event.reason} ${event.on}`;
  }
  return undefined;
}

describe("the demo", () => {
  test("lets carol hear every tick although bob reads nothing", async () => {
    await tell(room);

    const ticks = ["tick 1", "tick 2", "tick 3", "tick 4"];
    expect(lines.filter((line) => line.startsWith("carol"))).toEqual(
      ticks.map((tick) => `carol is sent "${tick}" in one write`),
    );
    expect(lines).toContain('bob is sent "tick 1", "tick 2" in one write');
  });

  test("never lets the room wait at an outbox", async () => {
    const events = await tell(room);

    expect(events.slice(0, 3)).toEqual([
      "main makes #1 for 2",
      "main makes #2 for 2",
      "main makes #3 for 0",
    ]);
    const waits = events.filter((event) => event.startsWith("main waits"));
    expect(new Set(waits)).toEqual(new Set(["main waits: chan receive #3"]));
    expect(events.at(-1)).toBe("returned");
  });

  test.each([1, 2, 3, 4, 5])(
    "tells of the same room whoever runs first, seed %i",
    async (seed) => {
      await tell(room);
      const told = lines.splice(0);

      await run(room, { clock: "virtual", order: "random", seed });

      expect(lines).toEqual(told);
    },
  );

  test("closes in the order of its page, event by event", async () => {
    const events = await tell(close);

    expect(events).toMatchInlineSnapshot(`
      [
        "main makes #1 for 2",
        "main makes #2 for 0",
        "main waits: chan receive #2",
        "alice #1 in "one" leaves 1",
        "alice #1 in "two" leaves 2",
        "alice closes #2",
        "alice waits: chan send #1",
        "main #1 out "one" leaves 1",
        "main #1 in "three" leaves 2",
        "main #1 out "two" leaves 1",
        "main #1 out "three" leaves 0",
        "main waits: chan receive #1",
        "alice closes #1",
        "alice ends",
        "main makes #3 for 0",
        "main makes #4 for 0",
        "dave waits: chan send #3",
        "main closes #3",
        "main waits: chan receive #4",
        "dave #4 hands "send on closed channel" to main",
        "dave ends",
        "main ends",
        "returned",
      ]
    `);
  });
});

describeWith("go", "the Go original", (go) => {
  test("tells both stories in the words of the demo", async () => {
    const printed = execFileSync(go, ["run", "main.go"], {
      cwd: lesson,
      encoding: "utf8",
    });

    await tell(room);
    await tell(close);

    const ours = lines.map((line) =>
      line.replace("value undefined, done true", 'value "", ok false'),
    );
    expect(printed.trimEnd().split("\n")).toEqual(ours);
  });
});
