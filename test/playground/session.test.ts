import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Compiled } from "../../playground/compiler/compile.ts";
import type {
  Ending,
  Explored,
  Order,
  Report,
  Sandbox,
} from "../../playground/protocol.ts";
import {
  Session,
  silenceMs,
  startMs,
  type SessionState,
} from "../../playground/session.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Says what it is told to say, also when it has been stopped. */
class FakeSandbox implements Sandbox {
  readonly orders: Order[] = [];
  readonly told: Order[] = [];
  readonly listeners: ((report: Report) => void)[] = [];
  isRunning = false;

  start(order: Order, onReport: (report: Report) => void): void {
    this.orders.push(order);
    this.listeners.push(onReport);
    this.isRunning = true;
  }

  tell(order: Order): void {
    this.told.push(order);
  }

  stop(): void {
    this.isRunning = false;
  }

  /** The program that was started last, or an earlier one, reports. */
  report(report: unknown, which = -1): void {
    this.listeners.at(which)?.(report as Report);
  }

  print(text: string, which = -1): void {
    const line = { stream: "out", text, run: 0, at: 0 };
    this.report({ kind: "line", line }, which);
  }

  end(which = -1): void {
    const end = { kind: "exit", status: 0 };
    this.report({ kind: "ended", end, unprinted: 0 }, which);
  }
}

const explored: Explored = {
  ...{
    schedules: 2,
    isComplete: true,
    claim: "both",
    endings: [],
    selects: [],
  },
};

function open(
  compile = (text: string): Promise<Compiled> =>
    Promise.resolve({ code: `code of ${text}` }),
) {
  const sandbox = new FakeSandbox();
  const states: SessionState[] = [];
  const session = new Session({
    ...{ compile, sandbox, onChange: (state) => void states.push(state) },
  });
  const linesOf = () =>
    session.state.recording?.lines.map(({ text }) => text) ?? [];
  return { session, sandbox, states, linesOf };
}

const inLoop =
  "stopped: nothing was heard of the program for 3 seconds, most likely because of a loop that waits for nothing";
const alive = { kind: "alive" };

describe("a run", () => {
  test("is compiled, and started with its seed", async () => {
    const { session, sandbox, states } = open();

    await session.run("a", { seed: 7 });

    expect(states.map(({ phase }) => phase)).toEqual(["compiling", "running"]);
    expect(sandbox.orders).toEqual([
      { kind: "run", code: "code of a", seed: 7 },
    ]);
  });

  test("is started in the order of a schedule, also of the default one", async () => {
    const { session, sandbox } = open();

    await session.run("a", { seed: 7, schedule: "" });

    expect(sandbox.orders).toEqual([
      { kind: "run", code: "code of a", seed: 7, schedule: "" },
    ]);
  });

  test("shows all that was told when it has ended", async () => {
    const { session, sandbox } = open();
    const end: Ending = {
      ...{ kind: "returned", status: 0, report: "", seed: 7 },
      ...{ circles: [], goroutines: [] },
    };
    const event = { time: 0, goroutine: 1, kind: "run" };

    await session.run("a", { seed: 7 });
    sandbox.print("hello");
    sandbox.report({ kind: "events", run: 0, events: [event] });
    sandbox.report({ kind: "run-ended", run: 0, dropped: 3, ending: end });
    sandbox.end();

    expect(session.state.phase).toBe("idle");
    expect(session.state.recording).toEqual({
      runs: [{ events: [event], dropped: 3, ending: end }],
      lines: [{ stream: "out", text: "hello", run: 0, at: 0 }],
      unprinted: 0,
      end: { kind: "exit", status: 0 },
    });
    expect(sandbox.isRunning).toBe(false);
  });

  test("shows meanwhile what it prints, ten times a second at most", async () => {
    const { session, sandbox, states, linesOf } = open();

    await session.run("a", { seed: 7 });
    sandbox.print("one");
    expect(linesOf()).toEqual(["one"]);
    const before = states.length;
    for (let count = 0; count < 50; count++) sandbox.print("more");
    expect(states).toHaveLength(before);
    vi.advanceTimersByTime(100);
    sandbox.print("last");

    expect(states).toHaveLength(before + 1);
    expect(linesOf()).toHaveLength(52);
  });

  test("takes the place of one that still runs, which is not heard", async () => {
    const { session, sandbox, linesOf } = open();

    await session.run("a", { seed: 7 });
    sandbox.print("of a");
    await session.run("b", { seed: 7 });
    sandbox.print("late", 0);
    sandbox.end(0);
    sandbox.report("nonsense", 0);
    sandbox.print("of b");
    sandbox.end();

    expect(linesOf()).toEqual(["of b"]);
    expect(session.state.recording?.end).toEqual({ kind: "exit", status: 0 });
  });

  test("is not begun if another one was wanted while it was compiled", async () => {
    const { session, sandbox } = open();

    await Promise.all([
      session.run("a", { seed: 1 }),
      session.run("b", { seed: 2 }),
    ]);

    expect(sandbox.orders).toEqual([
      { kind: "run", code: "code of b", seed: 2 },
    ]);
    expect(session.state.phase).toBe("running");
  });

  test("is not begun if the program has problems, and shows them", async () => {
    const problems = [{ from: 1, to: 2, message: "';' expected." }];
    const { session, sandbox } = open(() => Promise.resolve({ problems }));

    await session.run("a", { seed: 1 });

    expect(session.state).toMatchObject({ phase: "idle", problems });
    expect(sandbox.orders).toEqual([]);
  });

  test("is not begun if there is no compiler, and says so", async () => {
    const { session } = open(() => Promise.reject(new Error("no compiler")));

    await session.run("a", { seed: 1 });

    expect(session.state.phase).toBe("idle");
    expect(session.state.problems).toEqual([
      { from: 0, to: 0, message: "no compiler" },
    ]);
  });

  test("takes away the problems of the one before", async () => {
    let isRight = false;
    const problems = [{ from: 1, to: 2, message: "';' expected." }];
    const { session } = open(() =>
      Promise.resolve(isRight ? { code: "" } : { problems }),
    );

    await session.run("a", { seed: 1 });
    isRight = true;
    await session.run("a", { seed: 1 });

    expect(session.state.problems).toEqual([]);
  });
});

describe("a worker that is silent", () => {
  test("is ended, with a sentence, and what it said stays", async () => {
    const { session, sandbox, linesOf } = open();

    await session.run("for (;;);", { seed: 1 });
    sandbox.print("before");
    vi.advanceTimersByTime(silenceMs - 1);
    expect(session.state.phase).toBe("running");
    vi.advanceTimersByTime(1);

    expect(session.state.phase).toBe("idle");
    expect(sandbox.isRunning).toBe(false);
    expect(linesOf()).toEqual(["before"]);
    expect(session.state.recording?.end).toEqual({
      kind: "stopped",
      why: inLoop,
    });
  });

  test("is not ended as long as it says that it lives", async () => {
    const { session, sandbox } = open();

    await session.run("a", { seed: 1 });
    for (let count = 0; count < 20; count++) {
      sandbox.report(alive);
      vi.advanceTimersByTime(silenceMs - 1);
    }

    expect(session.state.phase).toBe("running");
  });

  test("is not ended for a loop before it has begun to speak", async () => {
    const { session } = open();

    await session.run("a", { seed: 1 });
    vi.advanceTimersByTime(startMs - 1);
    expect(session.state.phase).toBe("running");
    vi.advanceTimersByTime(1);

    expect(session.state.recording?.end).toEqual({
      kind: "stopped",
      why: "expected the sandbox to start within 20 seconds, and it did not: try again, or reload the page",
    });
  });

  test("leaves no timer when it has ended", async () => {
    const { session, sandbox } = open();

    await session.run("a", { seed: 1 });
    sandbox.end();
    vi.advanceTimersByTime(startMs);

    expect(vi.getTimerCount()).toBe(0);
    expect(session.state.recording?.end).toEqual({ kind: "exit", status: 0 });
  });

  test("that explores is ended with the sentence in place of a result", async () => {
    const { session, sandbox } = open();

    await session.explore("for (;;);");
    sandbox.report(alive);
    vi.advanceTimersByTime(silenceMs);

    expect(session.state).toMatchObject({ phase: "idle", refusal: inLoop });
    expect(session.state.explored).toBe(undefined);
  });
});

describe("a stop", () => {
  test("ends a run, and what it said stays", async () => {
    const { session, sandbox, linesOf } = open();

    await session.run("a", { seed: 1 });
    sandbox.print("before");
    session.stop();
    sandbox.print("after");

    expect(session.state.phase).toBe("idle");
    expect(sandbox.isRunning).toBe(false);
    expect(linesOf()).toEqual(["before"]);
    expect(session.state.recording?.end).toEqual({
      kind: "stopped",
      why: "stopped by you",
    });
  });

  test("while it is compiled leaves nothing to run, and nothing to say", async () => {
    const { session, sandbox } = open();

    const run = session.run("a", { seed: 1 });
    session.stop();
    await run;

    expect(session.state).toMatchObject({ phase: "idle", refusal: "" });
    expect(session.state.recording).toBe(undefined);
    expect(sandbox.orders).toEqual([]);
  });

  test("of an exploration asks for what was found so far", async () => {
    const { session, sandbox } = open();

    await session.explore("a", 2);
    expect(sandbox.orders).toEqual([
      { kind: "explore", code: "code of a", bound: 2 },
    ]);
    session.stop();
    expect(sandbox.told).toEqual([{ kind: "stop" }]);
    expect(session.state.phase).toBe("exploring");
    sandbox.report({ kind: "explored", explored });
    sandbox.end();

    expect(session.state).toMatchObject({ phase: "idle", explored });
    expect(session.state.refusal).toBe("");
  });

  test("of an exploration that does not answer ends it in a second", async () => {
    const { session, sandbox } = open();

    await session.explore("a");
    session.stop();
    for (let count = 0; count < 4; count++) {
      vi.advanceTimersByTime(250);
      sandbox.report(alive);
    }

    expect(session.state).toMatchObject({
      phase: "idle",
      refusal: "stopped by you",
    });
    expect(sandbox.isRunning).toBe(false);
  });

  test("that is said twice ends an exploration at once", async () => {
    const { session, sandbox } = open();

    await session.explore("a");
    session.stop();
    session.stop();

    expect(session.state.phase).toBe("idle");
    expect(sandbox.told).toHaveLength(1);
  });

  test("of one exploration is forgotten by the next", async () => {
    const { session, sandbox } = open();

    await session.explore("a");
    session.stop();
    session.stop();
    await session.explore("a");
    sandbox.report(alive);
    vi.advanceTimersByTime(silenceMs - 1);
    expect(session.state.phase).toBe("exploring");
    session.stop();

    expect(sandbox.told).toHaveLength(2);
  });

  test("when nothing runs changes nothing", () => {
    const { session, states } = open();

    session.stop();

    expect(states).toEqual([]);
  });
});

describe("an exploration", () => {
  test("shows how far it has come, and what it has found", async () => {
    const { session, sandbox } = open();
    const progress = { schedules: 9, cut: 1, endings: 2 };

    await session.explore("a");
    sandbox.report({ kind: "progress", progress });
    expect(session.state.progress).toEqual(progress);
    sandbox.report({ kind: "explored", explored });
    sandbox.end();

    expect(session.state).toMatchObject({ phase: "idle", explored });
  });

  test("stays when one of its schedules is run", async () => {
    const { session, sandbox } = open();

    await session.explore("a");
    sandbox.report({ kind: "explored", explored });
    sandbox.end();
    await session.run("a", { seed: 1, schedule: "1:1" });
    expect(session.state.explored).toEqual(explored);
    sandbox.end();

    expect(session.state.explored).toEqual(explored);
  });

  test("says why it gave nothing, without the words for a terminal", async () => {
    const { session, sandbox } = open();
    const text = "Uncaught Error: expected a program that calls main";

    await session.explore("a");
    sandbox.report({
      kind: "line",
      line: { stream: "err", text, run: 0, at: 0 },
    });
    sandbox.end();

    expect(session.state.refusal).toBe("expected a program that calls main");
    expect(session.state.recording).toBe(undefined);
  });

  test("takes the place of the one before", async () => {
    const { session, sandbox } = open();

    await session.explore("a");
    sandbox.report({ kind: "explored", explored });
    sandbox.end();
    await session.explore("b");

    expect(session.state.explored).toBe(undefined);
  });
});

describe("another program", () => {
  test("is met by a session that knows nothing", async () => {
    const { session, sandbox } = open();

    await session.explore("a");
    sandbox.report({ kind: "explored", explored });
    session.clear();
    sandbox.print("late");

    expect(session.state).toEqual({
      ...{ phase: "idle", problems: [], refusal: "" },
      ...{ recording: undefined, progress: undefined, explored: undefined },
      ...{ recordedText: "", exploredText: "" },
    });
    expect(sandbox.isRunning).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("what is shown", () => {
  test("is known to be of the text that was run, or explored", async () => {
    const { session, sandbox } = open();

    await session.explore("old");
    sandbox.report({ kind: "explored", explored });
    sandbox.end();
    await session.run("new", { seed: 1 });

    const { recordedText, exploredText } = session.state;
    expect([recordedText, exploredText]).toEqual(["new", "old"]);
  });

  test("is no exploration that a running program has made up", async () => {
    const { session, sandbox } = open();

    await session.run("a", { seed: 1 });
    sandbox.report({ kind: "explored", explored });

    expect(session.state.explored).toBeUndefined();
  });
});

describe("what is no report", () => {
  const event = { time: 0, goroutine: 1, kind: "run" };
  const line = { stream: "out", text: "a", run: 0, at: 0 };
  const holes: unknown[] = [event];
  holes[2] = event;
  const long = "a".repeat(1_000_001);

  test.each([
    ["no object", "ready"],
    ["nothing", null],
    ["of a kind that there is not", { kind: "finished" }],
    ["of a kind that all objects have", { kind: "toString" }],
    ["a line without its text", { kind: "line", line: { ...line, text: {} } }],
    ["a line of a book", { kind: "line", line: { ...line, text: long } }],
    [
      "a line of another stream",
      { kind: "line", line: { ...line, stream: 1 } },
    ],
    ["of run -1", { kind: "line", line: { ...line, run: -1 } }],
    ["of run 1e9", { kind: "events", run: 1e9, events: [] }],
    ["of half a run", { kind: "events", run: 0.5, events: [] }],
    ["no list of events", { kind: "events", run: 0, events: { length: 1 } }],
    ["a list with a hole", { kind: "events", run: 0, events: holes }],
    [
      "of an event that there is not",
      { kind: "events", run: 0, events: [{ ...event, kind: "halt" }] },
    ],
    [
      "of an event at no time",
      { kind: "events", run: 0, events: [{ ...event, time: NaN }] },
    ],
    [
      "of an event that lacks a part",
      { kind: "events", run: 0, events: [{ ...event, kind: "close" }] },
    ],
    ["an end without an ending", { kind: "run-ended", run: 0, dropped: 0 }],
    ["an end without a status", { kind: "ended", end: { kind: "exit" } }],
    ["progress in words", { kind: "progress", progress: "much" }],
    [
      "a share of 200 %",
      {
        kind: "explored",
        explored: {
          ...explored,
          selects: [
            { line: "", choices: 1, shares: [{ name: "a", share: 2 }] },
          ],
        },
      },
    ],
  ])("ends the program that told it: %s", async (_, report) => {
    const { session, sandbox } = open();

    await session.run("a", { seed: 1 });
    sandbox.print("before");
    sandbox.report(report);
    sandbox.print("after");

    expect(session.state.phase).toBe("idle");
    expect(session.state.recording).toMatchObject({
      runs: [],
      lines: [{ text: "before" }],
      end: {
        kind: "stopped",
        why: "stopped: the program has changed what its own output is made with",
      },
    });
  });
});
