import { Channel, go, run, sleep } from "rendezvous";
import type { Outcome, TraceEvent } from "rendezvous";
import { beforeEach, describe, expect, test } from "vitest";
import type { Report } from "../../playground/protocol.ts";
import { isReport } from "../../playground/reports.ts";
import { Desk } from "../../playground/worker/desk.ts";
import { limits, Recorder } from "../../playground/worker/recorder.ts";

let reports: Report[] = [];
let spent: string[] = [];

beforeEach(() => {
  reports = [];
  spent = [];
});

function open(given = limits): Recorder {
  return new Recorder(
    (report) => void reports.push(report),
    (why) => void spent.push(why),
    given,
  );
}

const running = (time: number, goroutine = 1): TraceEvent => ({
  ...{ time, goroutine, kind: "run" },
});
const outcome: Outcome = {
  ...{ kind: "returned", status: 0, value: undefined, error: undefined },
  ...{ report: "", circles: [], goroutines: [], seed: 7 },
};

/** The events that were told of a run, and the sizes of their batches. */
function told(which = 0) {
  const batches = reports.flatMap((each) =>
    each.kind === "events" && each.run === which ? [each.events] : [],
  );
  return {
    times: batches.flat().map(({ time }) => time),
    sizes: batches.map(({ length }) => length),
  };
}

describe("the events of a run", () => {
  test("are told in order, by the hundreds, and all of them at its end", () => {
    const { observer, onEnd } = open().begin();

    for (let time = 0; time < 1_400; time++) observer(running(time));
    expect(told().sizes.slice(300)).toEqual([500, 500]);
    onEnd(outcome);

    expect(told().sizes.slice(300)).toEqual([500, 500, 100]);
    expect(told().times).toEqual(Array.from({ length: 1_400 }, (_, at) => at));
    expect(reports.at(-1)).toMatchObject({ kind: "run-ended", dropped: 0 });
  });

  test("are told one by one at first: what comes next may be a loop", () => {
    const { observer } = open().begin();

    for (let time = 0; time < 302; time++) observer(running(time));

    expect(told().sizes).toEqual(Array.from({ length: 300 }, () => 1));
  });

  test("are the first ones where there are too many, and the rest is counted", () => {
    const { observer, onEnd } = open({ kept: 3, budget: 100 }).begin();

    for (let time = 0; time < 10; time++) observer(running(time));
    onEnd(outcome);

    expect(told().times).toEqual([0, 1, 2]);
    expect(reports.at(-1)).toMatchObject({ kind: "run-ended", dropped: 7 });
  });

  test("are kept apart from those of another run at the same time", () => {
    const recorder = open();
    const [one, other] = [recorder.begin(), recorder.begin()];

    one.observer(running(1));
    other.observer(running(2));
    one.observer(running(3));
    one.onEnd(outcome);
    recorder.flush();

    expect(told(0).times).toEqual([1, 3]);
    expect(told(1).times).toEqual([2]);
  });

  test("are told once, however often they are asked for", () => {
    const recorder = open();

    recorder.begin().observer(running(1));
    recorder.flush();
    recorder.flush();

    expect(reports).toHaveLength(1);
  });

  test("say of a long name how it begins, and of any name a text", () => {
    const recorder = open();
    const { observer } = recorder.begin();
    const name = "n".repeat(100_000_000);
    const moment = { time: 0, goroutine: 1 };
    const type = { toString: () => "odd" } as unknown as string;

    observer({ ...moment, kind: "go", started: 2, name });
    observer({ ...moment, kind: "make", on: "chan#1", capacity: 0, type });
    observer({
      ...{ ...moment, kind: "select", ready: [], chosen: "", cases: [name] },
      ways: [{ on: name, way: "send" }],
    });
    recorder.flush();

    expect(JSON.stringify(reports).length).toBeLessThan(3_000);
    expect(JSON.stringify(reports)).toContain('"type":"odd"');
    expect(reports.every(isReport)).toBe(true);
  });
});

/** A select of `count` cases, the first of which it takes. */
function selecting(count: number, letters = 1): TraceEvent {
  const cases = Array.from({ length: count }, (_, at) =>
    `${at}`.padEnd(letters, "n"),
  );
  const ways = cases.map(() => ({ on: "chan#1", way: "send" }) as const);
  const [chosen = ""] = cases;
  const parts = { cases, ready: cases, chosen, ways };
  return { time: 0, goroutine: 1, kind: "select", ...parts };
}

describe("a select of many cases", () => {
  test("weighs as much as it has cases", () => {
    const { observer, onEnd } = open({ kept: 10, budget: 21 }).begin();

    for (let count = 0; count < 3; count++) observer(selecting(5));
    onEnd(outcome);
    expect(told().times).toHaveLength(2);
    expect(reports.at(-1)).toMatchObject({ kind: "run-ended", dropped: 1 });
    observer(selecting(5));
    expect(spent).toEqual([]);
    observer(selecting(5));

    expect(spent).toEqual([expect.stringMatching(/^stopped after 5 events/)]);
  });

  test("is told with a hundred of them, and sixty letters of each", () => {
    const { observer } = open().begin();

    observer(selecting(3_000, 400));

    const [report] = reports;
    const [event] = report?.kind === "events" ? report.events : [];
    if (event?.kind !== "select") throw new Error("expected a select");
    for (const list of [event.cases, event.ready, event.ways]) {
      expect(list).toHaveLength(100);
    }
    expect(event.cases[0]).toBe(`0${"n".repeat(59)}…`);
    expect(event.chosen).toBe(event.cases[0]);
    expect(reports.every(isReport)).toBe(true);
  });
});

test("a program that replaces what texts and objects do forges no event", () => {
  const { observer } = open().begin();
  const { fromEntries, entries, keys } = Object;
  const slice: unknown = Reflect.get(String.prototype, "slice");
  const { map } = Array.prototype;
  const forged = () => ["forged"] as never;

  try {
    Object.assign(Object, { fromEntries: forged, entries: forged });
    Object.assign(Object, { keys: forged });
    Object.assign(String.prototype, { slice: forged });
    Object.assign(Array.prototype, { map: forged });
    observer(selecting(1, 61));
  } finally {
    Object.assign(Object, { fromEntries, entries, keys });
    Object.assign(String.prototype, { slice });
    Object.assign(Array.prototype, { map });
  }

  const name = `0${"n".repeat(59)}…`;
  expect(reports[0]).toMatchObject({
    events: [{ kind: "select", cases: [name], chosen: name, time: 0 }],
  });
});

describe("where a line of output stands", () => {
  test("is the run that began last, and how far that one is", () => {
    const recorder = open({ kept: 2, budget: 100 });
    expect(recorder.position).toEqual({ run: 0, at: 0 });

    const { observer } = recorder.begin();
    observer(running(0));
    expect(recorder.position).toEqual({ run: 0, at: 1 });

    observer(running(1));
    observer(running(2));
    expect(recorder.position).toEqual({ run: 0, at: 2 });

    recorder.begin();
    expect(recorder.position).toEqual({ run: 1, at: 0 });
  });
});

describe("a program that never ends by itself", () => {
  const few = { kept: 2, budget: 5 };

  test("is ended, and the goroutine that was at work is named", () => {
    const { observer } = open(few).begin();

    observer({ ...running(0), kind: "go", started: 2, name: "ticker" });
    for (let time = 1; time < 4; time++) observer(running(time));
    expect(spent).toEqual([]);
    observer(running(4, 2));

    expect(spent).toEqual([
      "stopped after 5 events, at 4 ms on the clock: goroutine 2 (ticker) was at work, and no end is in sight",
    ]);
  });

  test.each([
    ["main", 1, "goroutine 1 (main) was"],
    ["one without a name", 3, "goroutine 3 was"],
  ])("is ended, also where that is %s", (_, goroutine, words) => {
    const { observer } = open({ kept: 2, budget: 1 }).begin();

    observer(running(0, goroutine));

    expect(spent).toEqual([expect.stringContaining(words)]);
  });

  test("has told what was kept, and tells nothing more", () => {
    const { observer, onEnd } = open(few).begin();

    for (let time = 0; time < 50; time++) observer(running(time));
    onEnd(outcome);

    expect(told().times).toEqual([0, 1]);
    expect(reports).toHaveLength(2);
    expect(spent).toHaveLength(1);
  });

  test("has one budget for all of its runs", () => {
    const recorder = open(few);

    for (let count = 0; count < 5; count++) {
      recorder.begin().observer(running(0));
    }

    expect(spent).toHaveLength(1);
  });
});

test("an ending is plain, whatever a program returned or threw", () => {
  const { onEnd } = open().begin();

  onEnd({ ...outcome, value: () => 1, error: new WeakMap() });

  const [report] = reports;
  expect(structuredClone(report)).toEqual(report);
  expect(report).toEqual({
    ...{ kind: "run-ended", run: 0, dropped: 0 },
    ending: {
      ...{ kind: "returned", status: 0, report: "", seed: 7 },
      ...{ circles: [], goroutines: [] },
    },
  });
});

test("an ending is cut to what a page can show", () => {
  const { onEnd } = open().begin();
  const on = Array.from({ length: 3_000 }, (_, at) => `chan#${at}`);
  const waits = [{ reason: "select", on } as const];
  const goroutines = Array.from({ length: 5_001 }, (_, id) => ({
    ...{ id, name: "n".repeat(400), creator: 0, isAbroad: false },
    waits: id === 0 ? waits : [],
  }));

  onEnd({ ...outcome, goroutines, report: "r".repeat(2_000_000) });

  const [report] = reports;
  if (report?.kind !== "run-ended") throw new Error("expected an ending");
  const { ending } = report;
  expect(ending.report).toBe(`${"r".repeat(200_000)}…`);
  expect(ending.goroutines).toHaveLength(5_000);
  expect(ending.goroutines[0]?.name).toHaveLength(61);
  expect(ending.goroutines[0]?.waits[0]?.on).toHaveLength(100);
  expect(isReport(report)).toBe(true);
});

test("a real run tells its events and its end", async () => {
  const recorder = open();
  const options = { clock: "virtual", ...recorder.begin() } as const;

  await run(async () => {
    const channel = new Channel<number>();
    go("sender", () => channel.send(1));
    await channel.receive();
    await sleep(5);
  }, options);

  const events = reports.flatMap((each) =>
    each.kind === "events" ? each.events : [],
  );
  expect(events.map(({ kind }) => kind)).toContain("hand-over");
  expect(events.at(-1)).toMatchObject({ kind: "end", time: 5 });
  expect(reports.at(-1)).toMatchObject({ kind: "run-ended" });
  expect(reports.every(isReport)).toBe(true);
});

describe("a desk", () => {
  function seated() {
    const desk = new Desk((report) => void reports.push(report));
    const target = {} as Console;
    desk.printer.install(target);
    return { desk, console: target };
  }
  const kinds = () => reports.map(({ kind }) => kind);
  const lines = () =>
    reports.flatMap((each) => (each.kind === "line" ? [each.line.text] : []));

  test("tells what was not told yet, then the end, and nothing after it", () => {
    const { desk, console } = seated();
    const { observer, onEnd } = desk.recorder.begin();

    observer(running(0));
    desk.exit(3);
    observer(running(1));
    onEnd(outcome);
    console.log("late");
    desk.fail(new Error("late"));
    desk.exit(0);

    expect(kinds()).toEqual(["events", "ended"]);
    expect(reports[1]).toEqual({
      ...{ kind: "ended", unprinted: 0, end: { kind: "exit", status: 3 } },
    });
  });

  test("tells with a line how far the run was that it belongs to", () => {
    const { desk, console } = seated();
    const { observer } = desk.recorder.begin();

    observer(running(0));
    console.log("a");

    expect(reports.at(-1)).toEqual({
      ...{ kind: "line", line: { stream: "out", text: "a", run: 0, at: 1 } },
    });
  });

  test("ends a program that prints more than anybody could read", () => {
    const { console } = seated();

    for (let count = 0; count < 60_000; count++) console.log("a");

    expect(reports).toHaveLength(5_001);
    expect(reports.at(-1)).toEqual({
      ...{ kind: "ended", unprinted: 50_000 },
      end: {
        kind: "stopped",
        why: "stopped: it prints more than anybody could read",
      },
    });
  });

  test("says of what nobody has caught its words and its own lines", () => {
    const { desk } = seated();
    const error = new RangeError("too far");
    error.stack = `RangeError: too far
    at f (program.ts:3:7)
    at eval (program.ts:9:1)
    at main (worker.ts:1:2)`;

    desk.fail(error);

    expect(lines()).toEqual([
      "Uncaught RangeError: too far",
      ...["    at f (program.ts:3:7)", "    at program.ts:9:1"],
    ]);
    expect(reports.at(-1)).toMatchObject({ end: { status: 1 } });
  });

  const trap: unknown = new Proxy(new Error("trap"), {
    get() {
      throw trap;
    },
  });
  test.each([
    ["an object", { code: 5 }, "{ code: 5 }"],
    ["a text", "no", "'no'"],
    ["nothing", undefined, "undefined"],
    ["what has no words", Object.create(null), "[Object: null prototype] {}"],
    [
      "an error with a false stack",
      Object.assign(new Error("a"), { stack: 5 }),
      "something that cannot be shown",
    ],
    [
      "what throws itself when it is looked at",
      trap,
      "something that cannot be shown",
    ],
  ])("ends with status 1 for %s that was thrown", (_, thrown, words) => {
    seated().desk.fail(thrown);

    expect(lines()).toEqual([`Uncaught ${words}`]);
    expect(reports.at(-1)).toMatchObject({ end: { status: 1 } });
  });
});
