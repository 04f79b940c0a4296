import { type Found, explore, useHost } from "rendezvous";
import { host } from "../../lessons/06-goroutines/host.ts";
import { useDefaults } from "../../lessons/06-goroutines/program.ts";
import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  test,
} from "vitest";
import { compile } from "../../playground/compiler/compile.ts";
import { isOfMuseum } from "../../playground/programs/program.ts";
import type { Ending, Recording, Report } from "../../playground/protocol.ts";
import { Tape } from "../../playground/recording.ts";
import { isReport } from "../../playground/reports.ts";
import { bodyOf, entrance, wholeOf } from "../../playground/worker/body.ts";
import { Desk } from "../../playground/worker/desk.ts";
import { exploreProgram } from "../../playground/worker/explore.ts";
import { runProgram } from "../../playground/worker/run.ts";
import { coursePrograms } from "./course.fixture.ts";

const programs = await coursePrograms();

const ofNode = { ...host };
const ofConsole = { ...console };
const { random: ofMath } = Math;
let reports: Report[] = [];
let desk: Desk;
let ended: Promise<void>;

beforeAll(() => {
  // There is nobody here who could say that all is quiet: a deadlock is believed.
  const nobody = { whenIdle: undefined, whenUnhandled: undefined } as object;
  useHost({
    write: (text) => desk.printer.print("err", text.replace(/\n$/, "")),
    exit: (status) => desk.exit(status),
    onPrint: (callback) => desk.printer.listen(callback),
    ...nobody,
  });
});
afterAll(() => {
  useHost(ofNode);
  useDefaults(() => ({}));
  Object.assign(console, ofConsole);
  Math.random = ofMath;
});
beforeEach(sitDown);

/** A new desk, as a new worker has it. */
function sitDown(): void {
  reports = [];
  ended = new Promise((resolve) => {
    desk = new Desk((report) => {
      reports.push(structuredClone(report));
      if (report.kind === "ended") resolve();
    });
  });
  desk.printer.install(console);
}

function codeOf(text: string): string {
  const { code, problems } = compile(text);
  if (code === undefined) throw new Error(JSON.stringify(problems));
  return code;
}

function textOf(id: string): string {
  const program = programs.find((each) => each.id === id);
  if (program) return program.text;
  throw new Error(`expected a program ${id}`);
}

/** What the page has recorded by now. */
function recorded(): Recording {
  const tape = new Tape();
  for (const report of reports) tape.take(report);
  return tape.recording();
}

async function record(
  text: string,
  wishes: { seed?: number; schedule?: string } = {},
): Promise<Recording> {
  sitDown();
  const order = {
    kind: "run",
    code: codeOf(text),
    seed: 1,
    ...wishes,
  } as const;
  await runProgram(order, desk);
  await ended;
  return recorded();
}

const lines = ({ lines }: Recording) => lines.map(({ text }) => text);
const whole = (text: string) => wholeOf(bodyOf(codeOf(text)));

describe("a tape", () => {
  const event = { time: 0, goroutine: 1, kind: "run" } as const;

  test("puts the batches of each run together", () => {
    const tape = new Tape();

    tape.take({ kind: "events", run: 1, events: [event] });
    tape.take({ kind: "events", run: 0, events: [event] });
    tape.take({ kind: "events", run: 1, events: [{ ...event, time: 1 }] });

    expect(tape.recording().runs).toEqual([
      { events: [event], dropped: 0, ending: undefined },
      {
        events: [event, { ...event, time: 1 }],
        ...{ dropped: 0, ending: undefined },
      },
    ]);
  });

  test("is of a program that was stopped until that one has ended", () => {
    const tape = new Tape();
    expect(tape.recording().end).toEqual({ kind: "stopped", why: "at work …" });

    const end = { kind: "exit", status: 3 } as const;
    tape.take({ kind: "ended", end, unprinted: 2 });
    tape.stop("too late");

    expect(tape.recording()).toMatchObject({ end, unprinted: 2 });
  });

  test("shows while it runs what was printed, and no run", () => {
    const tape = new Tape();
    const line = { stream: "out", text: "a", run: 0, at: 0 } as const;

    tape.take({ kind: "events", run: 0, events: [event] });
    tape.take({ kind: "line", line });
    const before = tape.soFar();
    tape.take({ kind: "line", line });

    expect(before).toMatchObject({ runs: [], lines: [line], unprinted: 0 });
    expect(tape.soFar().lines).toHaveLength(2);
    expect(before.lines).toHaveLength(1);
  });

  test("gives new runs each time: who compares them sees that they grew", () => {
    const tape = new Tape();

    tape.take({ kind: "events", run: 0, events: [event] });
    const [before] = tape.recording().runs;
    tape.take({ kind: "events", run: 0, events: [event] });
    const [after] = tape.recording().runs;

    expect(after).not.toBe(before);
    expect(after?.events).toHaveLength(2);
    expect(before?.events).toHaveLength(1);
  });

  describe("holds, whatever a worker says, no more than", () => {
    const few = { lines: 3, characters: 20, events: 4, runs: 2 };
    const print = (tape: Tape, text: string) =>
      tape.take({ kind: "line", line: { stream: "out", text, run: 0, at: 0 } });
    const end = { kind: "exit", status: 0 } as const;

    test("so many lines", () => {
      const tape = new Tape(few);

      for (let count = 0; count < 10; count++) print(tape, "a");
      tape.take({ kind: "ended", end, unprinted: 5 });

      expect(tape.recording().lines).toHaveLength(3);
      expect(tape.recording().unprinted).toBe(7 + 5);
    });

    test("so many characters", () => {
      const tape = new Tape(few);

      for (const size of [15, 6, 5]) print(tape, "x".repeat(size));

      const sizes = tape.recording().lines.map(({ text }) => text.length);
      expect(sizes).toEqual([15, 5]);
      expect(tape.recording().unprinted).toBe(1);
    });

    test("so many events, of all runs together", () => {
      const tape = new Tape(few);
      const ending: Ending = {
        ...{ kind: "returned", status: 0, report: "", seed: 1 },
        ...{ circles: [], goroutines: [] },
      };

      tape.take({ kind: "events", run: 0, events: [event, event, event] });
      tape.take({ kind: "events", run: 1, events: [event, event, event] });
      tape.take({ kind: "events", run: 0, events: [event] });
      tape.take({ kind: "run-ended", run: 1, dropped: 10, ending });

      const { runs } = tape.recording();
      expect(runs.map(({ events }) => events.length)).toEqual([3, 1]);
      expect(runs.map(({ dropped }) => dropped)).toEqual([1, 12]);
    });

    test("so many runs; the last one says what is missing", () => {
      const tape = new Tape(few);

      for (const run of [0, 399_999, 1, 2]) {
        tape.take({ kind: "events", run, events: [event] });
      }

      const { runs } = tape.recording();
      expect(runs.map(({ events }) => events.length)).toEqual([1, 1]);
      expect(runs.map(({ dropped }) => dropped)).toEqual([1, 1]);
    });
  });

  test("leaves what is no part of a recording", () => {
    const tape = new Tape();
    const progress = { schedules: 1, cut: 0, endings: 1 };

    tape.take({ kind: "alive" });
    tape.take({ kind: "progress", progress });

    expect(tape.recording()).toMatchObject({ runs: [], lines: [] });
  });
});

describe("the entrance of a program", () => {
  test("has all that the course has, and what was changed", () => {
    const given = entrance({ main: "another" }) as Record<string, unknown>;

    expect(given["main"]).toBe("another");
    expect(given["explore"]).toBe(explore);
  });

  test("says which name there is not", async () => {
    const text = 'import { channel } from "rendezvous";\nchannel();';

    await expect(bodyOf(codeOf(text))(entrance())).rejects.toThrow(
      new SyntaxError('expected a name that "rendezvous" has, got "channel"'),
    );
  });

  test("may be printed, and returned from a promise", async () => {
    const text = 'import * as all from "rendezvous";\nreturn all;';

    expect(await bodyOf(codeOf(text))(entrance())).toHaveProperty("go");
    expect(String(Object.prototype.toString.call(entrance()))).toBe(
      "[object Object]",
    );
  });
});

describe("a program as a whole", () => {
  test("is what its main does, after all that stands outside", async () => {
    const text = `import { main } from "rendezvous";
      const value = await Promise.resolve(6);
      main(async () => value * 7);`;

    expect(await whole(text)()).toBe(42);
  });

  test("is made anew each time", async () => {
    const text = `import { Channel, main } from "rendezvous";
      const channel = new Channel(1);
      main(() => channel);`;
    const program = whole(text);

    expect(await program()).not.toBe(await program());
  });

  test("has one main", async () => {
    const text = `import { main } from "rendezvous";
      main(() => 1);
      main(() => 2);`;

    await expect(whole(text)()).rejects.toThrow(
      "expected one main in a program, got a second",
    );
  });

  test("has a main", async () => {
    await expect(whole("const a = 1;")()).rejects.toThrow(
      "expected a program that calls main, got one that does not: only the order of a main's goroutines can be explored",
    );
  });

  test("fails as the code outside main fails", async () => {
    await expect(whole("throw new Error('outside');")()).rejects.toThrow(
      "outside",
    );
  });
});

describe("a run", () => {
  const letter = `import { Channel, go, main, sleep } from "rendezvous";
    main(async () => {
      const letters = new Channel<string>();
      go("alice", async () => {
        console.log("alice writes");
        await letters.send("hi");
      });
      await sleep(3_600_000);
      console.log(await letters.receive());
    });`;

  test("tells what was printed, what happened and how it ended", async () => {
    const recording = await record(letter);
    const [run] = recording.runs;

    expect(lines(recording)).toEqual(["alice writes", "hi"]);
    expect(recording.end).toEqual({ kind: "exit", status: 0 });
    expect(recording.runs).toHaveLength(1);
    expect(run?.ending).toMatchObject({ kind: "returned", seed: 1 });
    expect(run?.events.at(-1)?.time).toBe(3_600_000);
    expect(reports.every(isReport)).toBe(true);
  });

  test("names the lines of the program", async () => {
    const { runs } = await record(letter);
    const places = runs[0]?.events.map(({ line }) => line);

    expect(places).toContain("program.ts:3:23");
    expect(places).toContain("program.ts:6:23");
  });

  test("says with each line what had happened by then", async () => {
    const { lines, runs } = await record(letter);
    const [first, last] = lines;

    expect(first?.at).toBeGreaterThan(0);
    expect(last?.at).toBeGreaterThan(first?.at ?? Infinity);
    expect(last?.at).toBeLessThanOrEqual(runs[0]?.events.length ?? 0);
  });

  test("is the same once more with the same seed", async () => {
    const text = `import { Channel, main, select } from "rendezvous";
      main(async () => {
        const [a, b] = [new Channel<number>(9), new Channel<number>(9)];
        for (let left = 9; left > 0; left--) {
          a.trySend(left);
          b.trySend(left);
        }
        for (let left = 9; left > 0; left--) {
          console.log((await select({ a, b })).case);
        }
      });`;
    const one = lines(await record(text, { seed: 5 }));

    expect(lines(await record(text, { seed: 5 }))).toEqual(one);
    expect(lines(await record(text, { seed: 6 }))).not.toEqual(one);
  });

  test("has in Math.random what its seed gives", async () => {
    const text = `import { main } from "rendezvous";
      const outside = Math.random();
      main(() => console.log(outside, Math.random()));`;
    const one = lines(await record(text, { seed: 5 }));

    expect(lines(await record(text, { seed: 5 }))).toEqual(one);
    expect(lines(await record(text, { seed: 6 }))).not.toEqual(one);
    expect(one[0]).toMatch(/^0\.\d+ 0\.\d+$/);
  });

  test("in an order has the same in Math.random each time", async () => {
    const text = `import { main } from "rendezvous";
      main(() => console.log(Math.random()));`;
    sitDown();
    const { endings, schedules } = await explore(whole(text));
    const replayed = await record(text, { seed: 7, schedule: "" });

    expect([endings.length, schedules]).toEqual([1, 1]);
    expect(lines(replayed)).toEqual(endings[0]?.output);
  });

  test("that ends in a deadlock prints the report and ends with 2", async () => {
    const recording = await record(textOf("12-lone-send"));

    expect(lines(recording)).toContain(
      "fatal error: all goroutines are asleep - deadlock!",
    );
    expect(recording.end).toEqual({ kind: "exit", status: 2 });
    expect(recording.runs[0]?.ending).toMatchObject({ kind: "deadlock" });
  });

  test("of a program without a main is its text", async () => {
    sitDown();
    const code = codeOf('console.log("hello");');

    await runProgram({ kind: "run", code, seed: 1 }, desk);

    expect(lines(recorded())).toEqual(["hello"]);
    expect(recorded().runs).toEqual([]);
  });

  test("in an order prints nothing when main has returned", async () => {
    const text = `import { go, main, sleep } from "rendezvous";
      main(async () => {
        go(async () => {
          await sleep(1);
          console.log("somebody, later");
        });
        console.log("main");
      });`;

    expect(lines(await record(text, { schedule: "" }))).toEqual(["main"]);
  });

  test("in an order of another program says so", async () => {
    const recording = await record(letter, { schedule: "900:1" });

    expect(lines(recording)).toContainEqual(
      expect.stringMatching(
        /^fatal error: expected a schedule of this program, got decision 900/,
      ),
    );
    expect(recording.end).toEqual({ kind: "exit", status: 2 });
  });

  test("in what is no order fails with a sentence", async () => {
    const code = codeOf(letter);
    const order = { kind: "run", code, seed: 1, schedule: "x" } as const;

    await expect(runProgram(order, desk)).rejects.toThrow(
      'expected a schedule like "5:1,9:2", got "x"',
    );
  });
});

describe("an order that was found leads to the same end once more", () => {
  const long = [
    "moby-21233",
    "etcd-7492",
    "kubernetes-11298",
    "cockroach-2448",
  ];
  const kernels = programs.filter(
    (each) =>
      isOfMuseum(each) &&
      !each.id.endsWith("-mended") &&
      !long.includes(each.id),
  );
  const printing = ["6-leaves", "11-goodbye", "12-waitgroup", "13-again"];
  const chosen = programs.filter(({ id }) => printing.includes(id));

  test.each([...kernels, ...chosen])("$id", async ({ text, bound }) => {
    sitDown();
    const { endings } = await explore(
      whole(text),
      bound === undefined ? {} : { bound },
    );

    const seen: Pick<Found, "kind" | "waiting" | "output">[] = [];
    for (const { schedule } of endings) {
      const recording = await record(text, { schedule });
      const { kind, goroutines = [] } = recording.runs[0]?.ending ?? {};
      const waiting = goroutines.flatMap(({ id, name, waits }) =>
        waits.map(({ reason }) => `${id} ${name}: ${reason}`),
      );
      const isLeak = kind === "returned" && waiting.length > 0;
      const output = recording.lines.filter(({ stream }) => stream === "out");
      seen.push({
        kind: isLeak ? "leak" : (kind ?? "endless"),
        waiting: waiting.map((each) => each.replace(/^\d+ .*: /, "")),
        output: output.map((line) => line.text),
      });
    }

    expect(seen).toEqual(
      endings.map(({ kind, waiting, output }) => ({
        ...{ kind, output },
        waiting: waiting.map((each) => each.replace(/^\d+.*?: /, "")),
      })),
    );
    expect(seen.length).toBeGreaterThan(0);
  });
});

describe("an exploration", () => {
  const noisy = `import { Channel, go, main, select } from "rendezvous";
    main(async () => {
      const [a, b] = [new Channel<number>(1), new Channel<number>(1)];
      for (let line = 0; line < 400; line++) console.log(line);
      console.error("on the other stream");
      a.trySend(1);
      b.trySend(1);
      await select({ a, b });
    });`;

  async function exploring(
    text: string,
    { signal } = new AbortController(),
  ): Promise<void> {
    const order = { kind: "explore", code: codeOf(text) } as const;
    await exploreProgram(order, desk, signal);
  }

  test("tells what it has found, and then its end", async () => {
    await exploring(textOf("13-again"));

    expect(reports.at(-2)).toMatchObject({
      kind: "explored",
      explored: { isComplete: true, selects: [] },
    });
    expect(reports.at(-1)).toMatchObject({
      kind: "ended",
      end: { kind: "exit", status: 0 },
    });
    expect(reports.every(isReport)).toBe(true);
  });

  test("shows nothing of what a thousand runs have printed", async () => {
    await exploring(noisy);

    expect(reports.map(({ kind }) => kind)).toEqual(["explored", "ended"]);
    expect(reports[0]).toMatchObject({
      explored: { selects: [{ choices: 200 }] },
    });
  });

  test("that was stopped tells what was found so far, without selects", async () => {
    const stop = new AbortController();

    stop.abort();
    await exploring(noisy, stop);

    expect(reports[0]).toMatchObject({
      kind: "explored",
      explored: { schedules: 1, isComplete: false, selects: [] },
    });
  });

  test("of what prints a lot tells how each line and each list begins", async () => {
    await exploring(`import { main } from "rendezvous";
      main(() => {
        console.log("x".repeat(2_000_000));
        for (let line = 0; line < 400; line++) console.log(line);
      });`);

    const [report] = reports;
    if (report?.kind !== "explored") throw new Error("expected a find");
    const { output = [] } = report.explored.endings[0] ?? {};
    expect(output[0]).toBe(`${"x".repeat(2_000)}…`);
    expect(output.slice(199)).toEqual(["198", "…"]);
    expect(isReport(report)).toBe(true);
  });

  test("of a program without a main is refused", async () => {
    await expect(exploring("console.log(1);")).rejects.toThrow(
      "expected a program that calls main",
    );

    expect(reports).toEqual([]);
  });
});
