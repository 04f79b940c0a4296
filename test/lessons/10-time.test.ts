import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import {
  after,
  afterFunc,
  Channel,
  external,
  go,
  now,
  otherwise,
  run,
  select,
  sleep,
  Ticker,
  type TraceEvent,
  yieldNow,
} from "rendezvous";
import { evening } from "../../lessons/10-time/demo/heartbeat.ts";
import { rings } from "../../lessons/10-time/demo/rings.ts";
import { signal } from "../../lessons/10-time/demo/signal.ts";
import { ends, passes } from "./10-time.virtual.ts";

describe("after", () => {
  test("gives the time once, and nothing after it (GO-104)", async () => {
    const seen = await passes(async () => {
      const bell = after(10);
      const first = await bell.next();
      const second = await select({ bell, late: after(1_000) });
      return [first, second.case];
    });

    expect(seen).toEqual([{ value: 10, done: false }, "late"]);
  });

  test.each([0, -1, -Infinity])("of %d ms is there at once", async (ms) => {
    const seen = await passes(() =>
      select({ bell: after(ms), nothing: otherwise }),
    );

    expect(seen).toEqual({ case: "bell", value: 0, done: false });
  });

  test("gives the time at which it rang, not that of the reading (GO-109)", async () => {
    const seen = await passes(async () => {
      const bell = after(10);
      await sleep(500);
      return [await bell.receive(), now()];
    });

    expect(seen).toEqual([10, 500]);
  });

  test("is received at once if it rang in the past", async () => {
    const seen = await passes(async () => {
      const bell = after(1_000);
      await sleep(2_000);
      return select({ bell, nothing: otherwise });
    });

    expect(seen).toEqual({ case: "bell", value: 1_000, done: false });
  });

  test("ends a select whose other cases are never ready", async () => {
    const seen = await passes(() =>
      select({ word: new Channel<string>(), late: after(5_000) }),
    );

    expect(seen).toEqual({ case: "late", value: 5_000, done: false });
  });

  test("loses to a word that comes before it", async () => {
    const seen = await passes(async () => {
      const words = new Channel<string>();
      go(async () => {
        await sleep(4_999);
        await words.send("hello");
      });
      return (await select({ word: words, late: after(5_000) })).case;
    });

    expect(seen).toBe("word");
  });

  test("rings in the order of the times, however they were made", async () => {
    const order = await passes(async () => {
      const results = new Channel<number>(10);
      const slots = [5, 3, 6, 6, 6, 1, 1, 2, 7, 9, 4, 8, 0];
      for (const slot of slots) {
        go(async () => {
          await after(slot * 20).next();
          await results.send(slot);
        });
      }
      const seen: number[] = [];
      while (seen.length < slots.length) {
        seen.push((await results.receive()) ?? -1);
      }
      return seen;
    });

    expect(order).toEqual([0, 1, 1, 2, 3, 4, 5, 6, 6, 6, 7, 8, 9]);
  });

  test("ten times in a row takes ten times as long", async () => {
    const time = await passes(async () => {
      for (let left = 10; left > 0; left--) await after(100).receive();
      return now();
    });

    expect(time).toBe(1_000);
  });

  test("of Infinity never rings, and one that is short does", async () => {
    const seen = await passes(() =>
      select({ never: after(Infinity), soon: after(25) }),
    );

    expect(seen.case).toBe("soon");
  });

  test("refuses what is not a number, and says what it got", async () => {
    const { kind, error } = await ends(() => after(NaN));

    expect(kind).toBe("panic");
    expect(error).toEqual(
      new RangeError("expected a number of milliseconds, got NaN"),
    );
  });

  test("outside every run says so", () => {
    expect(() => after(1)).toThrow("timer outside any goroutine");
  });
});

describe("afterFunc", () => {
  test("calls in a goroutine of its own (GO-112)", async () => {
    const events: TraceEvent[] = [];

    const seen = await passes(
      async () => {
        const calls = new Channel<number>();
        afterFunc(10, async function call() {
          await calls.send(now());
        });
        return calls.receive();
      },
      { observer: (event) => events.push(event) },
    );

    expect(seen).toBe(10);
    expect(events).toContainEqual({
      time: 10,
      goroutine: 0,
      kind: "go",
      started: 2,
      name: "call",
    });
  });

  test("of 0 ms is called although main does nothing but poll", async () => {
    const polls = await passes(
      async () => {
        let isCalled = false;
        afterFunc(0, () => (isCalled = true));
        let count = 0;
        for (; !isCalled; count++) await yieldNow();
        return count;
      },
      { maxPolls: 100 },
    );

    expect(polls).toBe(1);
  });

  test("lets its goroutine start others", async () => {
    const calls = await passes(async () => {
      const seen: number[] = [];
      afterFunc(1_000, () => {
        seen.push(now());
        go(async () => {
          await sleep(1_000);
          seen.push(now());
        });
      });
      await sleep(3_000);
      return seen;
    });

    expect(calls).toEqual([1_000, 2_000]);
  });

  test("is not called once it has been stopped, and stop says so", async () => {
    const seen = await passes(async () => {
      const calls: string[] = [];
      const stops = Array.from({ length: 100 }, (_, index) =>
        afterFunc(2_000, () => calls.push(`call ${index}`)),
      );
      await sleep(1_000);
      const answers = stops.map((call) => call.stop());
      await sleep(2_000);
      return [calls, new Set(answers)];
    });

    expect(seen).toEqual([[], new Set([true])]);
  });

  test("says false to a stop after the call", async () => {
    const wasStopped = await passes(async () => {
      const call = afterFunc(10, () => undefined);
      await sleep(20);
      return call.stop();
    });

    expect(wasStopped).toBe(false);
  });

  test("is put off by a reset, and may be called again by one", async () => {
    const seen = await passes(async () => {
      const calls: number[] = [];
      const call = afterFunc(10, () => calls.push(now()));
      await sleep(5);
      const wasSet = call.reset(10);
      await sleep(20);
      const wasSetLater = call.reset(10);
      await sleep(20);
      return { wasSet, wasSetLater, calls };
    });

    expect(seen).toEqual({ wasSet: true, wasSetLater: false, calls: [15, 35] });
  });

  test("keeps its appointment if a reset is refused", async () => {
    const calls = await passes(async () => {
      const seen: number[] = [];
      const call = afterFunc(10, () => seen.push(now()));
      expect(() => call.reset(NaN)).toThrow(RangeError);
      await sleep(20);
      return seen;
    });

    expect(calls).toEqual([10]);
  });

  test("ends the program by a panic nobody catches", async () => {
    const { kind, report } = await ends(async () => {
      afterFunc(10, () => {
        throw new Error("too late");
      });
      await sleep(20);
    });

    expect(kind).toBe("panic");
    expect(report).toContain("panic: too late");
  });

  test("refuses at once what cannot be called", async () => {
    const { kind, report } = await ends(() =>
      afterFunc(10, undefined as unknown as () => void),
    );

    expect(kind).toBe("fatal");
    expect(report).toContain("fatal error: go of nil func value");
  });

  test("calls nobody once main has returned", async () => {
    const calls: string[] = [];
    await passes(() => void afterFunc(1_000, () => calls.push("late")));

    await passes(() => sleep(5_000));

    expect(calls).toEqual([]);
  });

  test("belongs to its own run where two are under way", async () => {
    const body = async () => {
      const calls = new Channel<number>();
      afterFunc(5, () => calls.send(now()));
      return calls.receive();
    };

    const both = await Promise.all([passes(body), passes(body)]);

    expect(both).toEqual([5, 5]);
  });
});

describe("the evening of the demo", () => {
  const lines = [
    "0:00 the room opens",
    "0:01 alice comes in",
    "0:08 somebody gives no name: let go",
    "0:11 bob comes in",
    "0:31 ping to alice",
    "0:33 pong from alice",
    "0:41 ping to bob",
    "0:43 pong from bob",
    "1:01 ping to alice",
    "1:03 pong from alice",
    "1:11 ping to bob",
    "1:23 bob is silent for 40 s: let go",
    "1:31 ping to alice",
    "1:33 pong from alice",
    "1:45 alice is told: context deadline exceeded",
  ];

  test.each([1, 2, 3])("is the same in any order, seed %d", async (seed) => {
    const said: string[] = [];

    await passes(() => evening((line) => said.push(line)), {
      seed,
      order: "random",
    });

    expect(said).toEqual(lines);
  });

  test("leaves nobody behind", async () => {
    const { kind, goroutines } = await ends(() => evening(() => undefined), {
      strict: true,
    });

    expect({ kind, goroutines }).toEqual({ kind: "returned", goroutines: [] });
  });

  test("has the trace that is written here", async () => {
    const seconds = new Map<number, string[]>();
    const observe = (event: TraceEvent) => {
      const words = essence(event);
      if (words) put(seconds, event.time / 1_000, words);
    };

    await passes(() => evening(() => undefined), { observer: observe });

    expect([...seconds].map(([at, all]) => `${at} ${all.join(", ")}`))
      .toMatchInlineSnapshot(`
        [
          "0 go , go guest alice, go room for alice, go guest somebody, go room for somebody, go guest bob, go room for bob, end 4",
          "1 2 to 3: "alice", end 2, go answers alice",
          "8 0 to 5: 8000, 5 to 1: undefined, end 5",
          "11 6 to 7: "bob", end 6, go answers bob",
          "31 0 to 3: 31000, 3 to 8: undefined",
          "33 8 to 3: undefined",
          "41 0 to 7: 41000, 7 to 9: undefined",
          "43 9 to 7: undefined",
          "61 0 to 3: 61000, 3 to 8: undefined",
          "63 8 to 3: undefined",
          "71 0 to 7: 71000",
          "83 0 to 7: 83000, close, 7 to 1: undefined, end 7, end 9",
          "91 0 to 3: 91000, 3 to 8: undefined",
          "93 8 to 3: undefined",
          "105 close, end 8, 3 to 1: undefined, end 3, end 1",
        ]
      `);
  });
});

function put(all: Map<number, string[]>, key: number, words: string): void {
  all.set(key, [...(all.get(key) ?? []), words]);
}

function essence(event: TraceEvent): string | undefined {
  const { kind } = event;
  if (kind === "go") return `go ${event.name}`;
  if (kind === "end") return `end ${event.goroutine}`;
  if (kind === "close") return "close";
  if (kind !== "hand-over") return undefined;
  return `${event.from} to ${event.to}: ${event.value}`;
}

test("the demo of the rings says what its page says", async () => {
  const said: string[] = [];

  await passes(() => rings((line) => said.push(line)));

  expect(said).toEqual([
    "3 ticks were due, 1 is received",
    "the timer has rung, and stop is true",
    "after that nothing is received",
  ]);
});

test("the demo of the signal ends long before its minute", async () => {
  const said: string[] = [];

  const { kind } = await run(() => signal((line) => said.push(line)));

  expect(kind).toBe("returned");
  expect(said).toEqual([
    "the page is on its way, and takes a minute",
    "it does not come: ContextError: context canceled",
    "it is the context's own error: true",
  ]);
});

describe("a ticker that nobody reads any more", () => {
  test("is forgotten by the clock after one more ring", async () => {
    const remains = await passes(async () => {
      const abandon = () => new WeakRef(new Ticker(10).channel);
      const channel = abandon();
      await sleep(100);
      await external(collectGarbage());
      return channel.deref();
    });

    expect(remains).toBeUndefined();
  });
});

async function collectGarbage(): Promise<void> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  await new Promise((resolve) => setTimeout(resolve, 10));
  collect();
}
