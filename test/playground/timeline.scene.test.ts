import {
  after,
  Channel,
  go,
  run,
  select,
  type TraceEvent,
  yieldNow,
} from "rendezvous";
import { describe, expect, test } from "vitest";
import {
  arrowOf,
  barLabel,
  columnPxFor,
  fit,
  markLabel,
  rowPx,
  windowOf,
} from "../../playground/timeline/geometry.ts";
import { Scene, type Window } from "../../playground/timeline/scene.ts";

async function record(body: () => unknown): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  const observer = (event: TraceEvent) => void events.push(event);
  await run(body, { clock: "virtual", observer });
  return events;
}

const everything: Window = {
  ...{ fromRow: 0, toRow: Infinity, fromColumn: 0, toColumn: Infinity },
};

async function long(count = 4_000): Promise<Scene> {
  const events = await record(async () => {
    const box = new Channel<number>(4);
    go("alice", async () => {
      for (let i = 0; i < count; i++) await box.send(i);
      box.close();
    });
    for await (const value of box) void value;
  });
  return new Scene(events);
}

describe("a scene", () => {
  test("has links for values and starts, from nowhere for a timer", async () => {
    const scene = new Scene(
      await record(async () => {
        const lines = new Channel<string>();
        go("alice", () => lines.send("hi"));
        await yieldNow();
        await lines.receive();
        await select({ late: after(1) });
      }),
    );

    const links = scene.links(everything);
    expect(links).toMatchObject([
      { kind: "go", from: 0, to: 1, label: "" },
      { kind: "value", from: 1, to: 0, label: '"hi"' },
      { kind: "value", from: undefined, to: 0, label: "1" },
    ]);
  });

  test("says what a mark means, and not who does it", async () => {
    const scene = new Scene(
      await record(() => {
        new Channel<number>(1).trySend(7);
      }),
    );

    const marks = scene.marks(everything);
    expect(marks.map(({ sign }) => sign)).toEqual(["make", "in", "end"]);
    expect(marks[1]?.label).toMatch(/^sends 7 into the buffer of chan#\d+, 1/);
  });

  test("knows the row of a moment, and the moment after a row", async () => {
    const scene = await long(300);

    for (const row of [0, 1, 50, scene.rowCount - 1]) {
      expect(scene.rowAt(scene.positionAfter(row))).toBe(row);
    }
    expect(scene.rowAt(0)).toBe(-1);
  });

  test("knows the line of a moment, or where its goroutine was last", async () => {
    const scene = new Scene(
      await record(async () => {
        const lines = new Channel<string>();
        go("alice", () => lines.send("hi"));
        await lines.receive();
      }),
    );
    const { events } = scene;
    const parked = events.findIndex(({ kind }) => kind === "park");
    const wentOn = events.findLastIndex(({ kind }) => kind === "run");

    expect(scene.lineAt(wentOn + 1)).toBe(events[parked]?.line);
    expect(scene.lineAt(parked + 1)).toBe(events[parked]?.line);
    expect(scene.lineAt(0)).toBeUndefined();
  });

  test.each([0, 1, 2, 3, 4, 5])(
    "has in a window what the whole has there, %i rows on",
    async (rowsOn) => {
      const scene = await long(300);
      const [fromRow, toRow] = [200 + rowsOn, 230 + rowsOn];
      const window = { fromRow, toRow, fromColumn: 1, toColumn: 2 };

      const whole = scene.bars({ ...everything, toRow: scene.rowCount });
      const there = whole.filter(
        (bar) => bar.column === 1 && bar.fromRow < toRow && bar.toRow > fromRow,
      );
      expect(there.length).toBeGreaterThan(2);
      expect(scene.bars(window)).toEqual(there);
      for (const { row } of [...scene.marks(window), ...scene.links(window)]) {
        expect(row >= fromRow && row < toRow).toBe(true);
      }
    },
  );

  test("of ten thousand events takes no time to look into", async () => {
    const scene = await long();
    const start = performance.now();

    for (let row = 0; row < 5_000; row += 50) {
      const window = { ...everything, fromRow: row, toRow: row + 50 };
      scene.bars(window);
      scene.marks(window);
      scene.links(window);
    }

    expect(scene.events.length).toBeGreaterThan(10_000);
    expect((performance.now() - start) / 100).toBeLessThan(16);
  });

  test("says the time where it changes, and always at the top", async () => {
    const scene = new Scene(
      await record(async () => {
        await select({ late: after(5) });
        for (let i = 0; i < 30; i++) new Channel();
        await select({ late: after(5) });
      }),
    );
    const ticks = (topRow: number) =>
      scene.ticks(everything, topRow).map(({ row, time }) => [row, time]);

    const [, second] = ticks(0);
    expect(ticks(0).map(([, time]) => time)).toEqual([0, 5, 10]);
    expect(second?.[0]).toBeGreaterThan(2);
    expect(ticks(20)[0]).toEqual([20, 5]);
  });
});

describe("in the view", () => {
  test("only the window is drawn, with a margin", async () => {
    const scene = await long(300);
    const view = { leftPx: 0, topPx: 100 * rowPx, widthPx: 300, heightPx: 480 };

    const { fromRow, toRow } = windowOf(view, scene, 150);

    expect(fromRow).toBeLessThanOrEqual(90);
    expect(fromRow).toBeGreaterThan(60);
    expect(toRow).toBeGreaterThanOrEqual(100 + Math.ceil(480 / rowPx) + 10);
    expect(toRow).toBeLessThan(160);
  });

  test("nothing is drawn of a run that ends above it", async () => {
    const scene = await long(3);
    const far = { leftPx: 0, topPx: 900 * rowPx, widthPx: 300, heightPx: 480 };

    const { fromRow, toRow } = windowOf(far, scene, 150);

    expect([fromRow, toRow]).toEqual([scene.rowCount, scene.rowCount]);
  });

  test("columns are as wide as there is room, within limits", () => {
    expect(columnPxFor(315, 20)).toBe(116);
    expect(columnPxFor(1_000, 5)).toBe(192);
    expect(columnPxFor(1_000, 2)).toBe(240);
  });

  test("the reason of a long wait stays in sight", () => {
    const bar = {
      ...({ key: "", kind: "waiting", column: 0 } as const),
      ...{ fromRow: 0, toRow: 1_000, label: "chan send on chan#1" },
    };

    expect(barLabel(bar, 240, 0).y).toBeLessThan(rowPx);
    expect(barLabel(bar, 240, 5_000).y).toBeGreaterThan(5_000);
    expect(barLabel(bar, 240, 10 ** 6).y).toBeLessThan(1_000 * rowPx);
  });

  test("what a mark says turns to where there is room", () => {
    const label = "selects of alice, bob: both ready, takes alice; bob loses";
    const mark = { key: "", sign: "select", row: 0, label } as const;

    expect(markLabel({ ...mark, column: 0 }, 150, 700).anchor).toBe("start");
    expect(markLabel({ ...mark, column: 3 }, 150, 700).anchor).toBe("end");
  });

  test("what does not fit is cut", () => {
    expect(fit("short", 100)).toBe("short");
    expect(fit("much too long for this", 60)).toBe("much to…");
  });

  test("an arrow ends where its value is received", () => {
    const link = { key: "", kind: "value", row: 0, label: "7" } as const;

    const there = arrowOf({ ...link, from: 0, to: 10 }, 100);
    const back = arrowOf({ ...link, from: 10, to: 0 }, 100);

    expect(there.path).toMatch(/^M18 [\d.]+H1013$/);
    expect(there.label.x).toBe(968);
    expect(back.path).toMatch(/^M1018 [\d.]+H23$/);
    expect(back.label.x).toBe(68);
  });
});
