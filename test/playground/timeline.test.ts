import {
  after,
  Channel,
  go,
  type Outcome,
  run,
  select,
  sleep,
  type TraceEvent,
} from "rendezvous";
import { describe, expect, test } from "vitest";
import { drawTimeline } from "../../playground/timeline/draw.ts";
import { rowsOf, ticksOf } from "../../playground/timeline/rows.ts";
import {
  type Lane,
  type Timeline,
  timelineOf,
} from "../../playground/timeline/timeline.ts";

async function traced(
  program: () => unknown,
): Promise<{ timeline: Timeline; outcome: Outcome }> {
  const events: TraceEvent[] = [];
  const outcome = await run(program, {
    clock: "virtual",
    observer: (event) => void events.push(event),
  });
  return { timeline: timelineOf(events), outcome };
}

/** What a lane does, one word a span. */
function story({ spans }: Lane): string {
  return spans
    .map(({ kind, reason }) => (reason ? `${kind} (${reason})` : kind))
    .join(", ");
}

async function handOver(): Promise<void> {
  const lines = new Channel<string>();
  go("alice", () => lines.send("hi"));
  await sleep(5);
  await lines.receive();
}

describe("a timeline", () => {
  test("has a lane for each goroutine, and says what each did", async () => {
    const { timeline } = await traced(handOver);

    expect(timeline.lanes.map(({ id, name }) => [id, name])).toEqual([
      [1, "main"],
      [2, "alice"],
    ]);
    expect(timeline.lanes.map(story)).toEqual([
      "ready, running, sleeping (sleep), ready, running",
      "ready, running, waiting (chan send), ready",
    ]);
  });

  test("has an arrow for each hand-over", async () => {
    const { timeline } = await traced(handOver);

    const [arrow, another] = timeline.arrows;
    expect(arrow).toMatchObject({ from: 2, to: 1, value: '"hi"' });
    expect(timeline.events[arrow?.at ?? 0]?.kind).toBe("hand-over");
    expect(another).toBeUndefined();
  });

  test("marks what goes through a buffer, a close and a select", async () => {
    const { timeline } = await traced(async () => {
      const box = new Channel<number>(2);
      await box.send(7);
      await select({ box, late: after(3) });
      box.close();
    });

    expect(timeline.marks.map(({ kind }) => kind)).toEqual([
      "in",
      "select",
      "out",
      "close",
    ]);
    expect(timeline.marks[1]?.text).toBe(
      "selects of box, late: ready box, takes box",
    );
  });

  test("ends a lane with its panic", async () => {
    const { timeline } = await traced(() => {
      throw new Error("oh no");
    });

    expect(timeline.lanes[0]?.error).toBe("oh no");
  });

  test("leaves who waits for ever waiting to the end", async () => {
    const { timeline, outcome } = await traced(() =>
      new Channel<number>().receive(),
    );

    const last = timeline.lanes[0]?.spans.at(-1);
    expect(outcome.kind).toBe("deadlock");
    expect(last).toMatchObject({
      kind: "waiting",
      reason: "chan receive",
      to: timeline.events.length,
    });
  });

  test("has no gap in any lane", async () => {
    const { timeline } = await traced(async () => {
      const lines = new Channel<number>(1);
      for (let i = 0; i < 3; i++) go(() => lines.send(i));
      for (let i = 0; i < 3; i++) await lines.receive();
    });

    for (const { spans } of timeline.lanes) {
      const starts = spans.slice(1).map(({ from }) => from);
      expect(spans.slice(0, -1).map(({ to }) => to)).toEqual(starts);
    }
  });
});

describe("a lane", () => {
  test("goes on waiting if only one of its waits is over", async () => {
    const { timeline } = await traced(async () => {
      const [a, b] = [new Channel<number>(), new Channel<number>()];
      go("both", () => Promise.all([a.receive(), b.receive()]));
      await sleep(1);
      await a.send(1);
      go("last", () => undefined);
      await sleep(1);
      await b.send(2);
      await sleep(1);
    });
    const [, both, last] = timeline.lanes;
    const [, once] = both?.spans.filter(({ kind }) => kind === "running") ?? [];
    const next = last?.spans.find(({ kind }) => kind === "running");

    expect(timeline.lanes.map(story)[1]).toBe(
      [
        "ready, running, waiting (chan receive)",
        "ready, running, waiting (chan receive)",
        "ready, running",
      ].join(", "),
    );
    expect(once?.to).toBe(next?.from);
  });

  test("is back from abroad with the first thing it does", async () => {
    const { timeline } = await traced(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      await new Channel<number>(1).send(7);
    });

    expect(timeline.lanes.map(story)).toEqual([
      "ready, running, abroad, running",
    ]);
  });
});

describe("its picture", () => {
  test("has a row for what one sees, and none for what one does not", async () => {
    const { timeline } = await traced(handOver);

    const rows = rowsOf(timeline);
    const made = timeline.events.findIndex(({ kind }) => kind === "make");

    expect(rows[made]).toBe(rows[made + 1]);
    expect(rows.at(-1)).toBe(
      timeline.events.filter(
        ({ kind }) => !["go", "make", "ready", "sleep"].includes(kind),
      ).length,
    );
  });

  test("says when the clock has moved", async () => {
    const { timeline } = await traced(handOver);

    expect(ticksOf(timeline).map(({ time }) => time)).toEqual([0, 5]);
  });

  test("says who, why and what, and escapes it", async () => {
    const { timeline } = await traced(async () => {
      const lines = new Channel<string>();
      go("<alice>", () => lines.send("a & b"));
      await lines.receive();
    });

    const picture = drawTimeline(timeline, "two meet");

    expect(picture).toContain("<title>two meet</title>");
    expect(picture).toContain("&lt;alice&gt;");
    expect(picture).toContain("chan receive on chan#");
    expect(picture).toContain("&quot;a &amp; b&quot;");
    expect(picture).not.toContain("0 ms");
  });

  test("of ten thousand events is made in a moment", async () => {
    const { timeline } = await traced(async () => {
      const lines = new Channel<number>();
      go(async () => {
        for (let i = 0; i < 3_000; i++) await lines.send(i);
      });
      for (let i = 0; i < 3_000; i++) await lines.receive();
    });
    const start = performance.now();

    drawTimeline(timelineOf(timeline.events), "many");

    expect(timeline.events.length).toBeGreaterThan(10_000);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
