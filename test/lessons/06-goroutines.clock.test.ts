import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  type Alarm,
  RealClock,
  VirtualClock,
} from "../../lessons/06-goroutines/clock.ts";
import { go, now, run, sleep, yieldNow } from "../../lessons/index.ts";
import { foreign, type Say, tell } from "./06-goroutines.story.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function alarm(when: number, ring: () => void = () => undefined): Alarm {
  return { when, ring, isAwaited: () => true, index: -1, order: 0 };
}

describe("sleep", () => {
  const nap = async (say: Say, name: string, ms: number) => {
    await sleep(ms);
    say(`${name} at ${now()}`);
  };

  test("ends in the order of the deadlines, whoever slept first", async () => {
    const { lines } = await tell(async (say) => {
      go(nap, say, "slow", 30);
      go(nap, say, "quick", 10);
      go(nap, say, "middle", 20);
      await sleep(40);
    });

    expect(lines).toEqual(["quick at 10", "middle at 20", "slow at 30"]);
  });

  test("ends in the order of the calls where the deadlines are equal", async () => {
    const { lines } = await tell(async (say) => {
      go(nap, say, "a", 10);
      go(nap, say, "b", 10);
      go(nap, say, "c", 10);
      await sleep(20);
    });

    expect(lines).toEqual(["a at 10", "b at 10", "c at 10"]);
  });

  test("leaves the order of equal deadlines to chance where the run does (GO-113)", async () => {
    const story = async (say: Say) => {
      for (const name of "abcdef") go(nap, say, name, 10);
      await sleep(20);
    };

    const told = await Promise.all(
      [1, 2, 3, 4].map((seed) => tell(story, { seed, order: "random" })),
    );

    const orders = new Set(told.map(({ lines }) => lines.join()));
    expect(orders.size).toBeGreaterThan(1);
  });

  test.each([0, -0, -1, -1e9, -Infinity])(
    "of %s ms is over at once (GO-103)",
    async (ms) => {
      const { outcome, events } = await tell(async () => {
        await sleep(ms);
        return now();
      });

      expect(outcome.value).toBe(0);
      expect(events.map(({ kind }) => kind)).not.toContain("sleep");
    },
  );

  test.each([1e300, Number.MAX_VALUE, 2 ** 31, 2 ** 53])(
    "of %s ms takes no time on a virtual clock",
    async (ms) => {
      const { outcome } = await tell(async () => {
        await sleep(ms);
        return now();
      });

      expect(outcome.value).toBe(ms);
    },
  );

  test("of a fraction keeps it", async () => {
    const { outcome } = await tell(async () => {
      await sleep(0.25);
      await sleep(0.5);
      return now();
    });

    expect(outcome.value).toBe(0.75);
  });

  test("of NaN is refused at once", async () => {
    const { outcome } = await tell(async () => {
      await sleep(NaN);
    });

    expect(outcome.kind).toBe("panic");
    expect(outcome.report).toContain(
      "RangeError: expected a number of milliseconds, got NaN",
    );
  });

  test("of Infinity is never over, and keeps no clock waiting", async () => {
    const { outcome } = await tell(() => sleep(Infinity), { clock: "real" });

    expect(outcome.kind).toBe("deadlock");
  });
});

describe("a virtual clock", () => {
  test("begins at 0 and stands still while somebody can go on (GO-114)", async () => {
    const { outcome } = await tell(async () => {
      go(() => sleep(10));
      const times = [now()];
      await yieldNow();
      times.push(now());
      await yieldNow();
      return [...times, now()];
    });

    expect(outcome.value).toEqual([0, 0, 0]);
  });

  test("jumps to the next alarm and no further", async () => {
    const { lines } = await tell(async (say) => {
      go(async () => {
        await sleep(60_000);
        say(`bob at ${now()}`);
      });
      await sleep(3_600_000);
      say(`main at ${now()}`);
    });

    expect(lines).toEqual(["bob at 60000", "main at 3600000"]);
  });

  test("passes an hour in no time", async () => {
    const start = performance.now();

    await tell(() => sleep(3_600_000));

    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test("does not pass at all for an alarm that nobody awaits", () => {
    const clock = new VirtualClock();
    clock.set({ ...alarm(5), isAwaited: () => false });

    const isWaiting = clock.advance();

    expect([isWaiting, clock.now()]).toEqual([false, 0]);
  });

  test("rings what nobody awaits on the way to what somebody does", () => {
    const clock = new VirtualClock();
    const rung: number[] = [];
    clock.set({ ...alarm(5, () => rung.push(5)), isAwaited: () => false });
    clock.set(alarm(9, () => rung.push(9)));

    const steps = [clock.advance(), clock.advance(), clock.advance()];

    expect(steps).toEqual([true, true, false]);
    expect(rung).toEqual([5, 9]);
  });

  test("rings all that is due in order, whatever was set and taken back", () => {
    const plan = fc.array(
      fc.record({ when: fc.nat(20), isCancelled: fc.boolean() }),
    );

    fc.assert(
      fc.property(plan, (alarms) => {
        const clock = new VirtualClock();
        const rung: number[] = [];
        const set = alarms.map(({ when }, index) =>
          alarm(when, () => rung.push(index)),
        );
        set.forEach((each) => clock.set(each));
        const cancelled = set.filter((_, index) => alarms[index]?.isCancelled);
        const taken = cancelled.map((each) => clock.cancel(each));

        while (clock.advance());

        const expected = alarms
          .map(({ when, isCancelled }, index) => ({ when, isCancelled, index }))
          .filter(({ isCancelled }) => !isCancelled)
          .sort((a, b) => a.when - b.when || a.index - b.index)
          .map(({ index }) => index);
        expect(taken.every(Boolean)).toBe(true);
        expect(rung).toEqual(expected);
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  test("cannot take back an alarm twice, or one that has rung", () => {
    const clock = new VirtualClock();
    const first = alarm(1);
    const second = alarm(2);
    clock.set(first);
    clock.set(second);
    clock.advance();

    const taken = [
      clock.cancel(first),
      clock.cancel(second),
      clock.cancel(second),
    ];

    expect(taken).toEqual([false, true, false]);
  });

  test("rings nothing more when it was stopped", () => {
    const clock = new VirtualClock();
    const rung: string[] = [];
    clock.set(alarm(1, () => rung.push("late")));

    clock.stop();

    expect(clock.advance()).toBe(false);
    expect(rung).toEqual([]);
  });
});

describe("a real clock", () => {
  function fakeClock(): RealClock {
    vi.useFakeTimers({
      toFake: ["setTimeout", "clearTimeout", "performance"],
    });
    return new RealClock();
  }

  test("rings when the time has come, and not before", () => {
    const clock = fakeClock();
    const rung: number[] = [];
    clock.set(alarm(100, () => rung.push(clock.now())));

    vi.advanceTimersByTime(99);
    const before = [...rung];
    vi.advanceTimersByTime(1);

    expect(before).toEqual([]);
    expect(rung).toEqual([100]);
  });

  test("waits for the rest if the platform calls too early", () => {
    const clock = fakeClock();
    const rung: number[] = [];
    const time = vi.spyOn(clock, "now").mockReturnValue(0);
    clock.set(alarm(100, () => rung.push(1)));

    time.mockReturnValue(99.5);
    vi.advanceTimersToNextTimer();
    const early = [...rung];
    time.mockReturnValue(100);
    vi.advanceTimersToNextTimer();

    expect(early).toEqual([]);
    expect(rung).toEqual([1]);
  });

  test("rings all in order if the platform calls too late", () => {
    const clock = fakeClock();
    const rung: number[] = [];
    clock.set(alarm(30, () => rung.push(30)));
    clock.set(alarm(10, () => rung.push(10)));
    clock.set(alarm(20, () => rung.push(20)));

    vi.spyOn(clock, "now").mockReturnValue(1_000);
    vi.advanceTimersToNextTimer();

    expect(rung).toEqual([10, 20, 30]);
  });

  test("takes an earlier alarm that is set later", () => {
    const clock = fakeClock();
    const rung: number[] = [];
    clock.set(alarm(100, () => rung.push(100)));
    clock.set(alarm(10, () => rung.push(10)));

    vi.advanceTimersByTime(10);

    expect(rung).toEqual([10]);
  });

  test("waits longer than the platform's longest timeout", () => {
    const clock = fakeClock();
    const rung: number[] = [];
    const month = 30 * 24 * 3_600_000;
    clock.set(alarm(month, () => rung.push(clock.now())));

    vi.advanceTimersByTime(month - 1);
    const before = [...rung];
    vi.advanceTimersByTime(1);

    expect(before).toEqual([]);
    expect(rung).toEqual([month]);
  });

  test("leaves no timeout behind when it is stopped", () => {
    const clock = fakeClock();
    clock.set(alarm(100));

    clock.stop();

    expect(vi.getTimerCount()).toBe(0);
  });

  test("does not look again and again while somebody sleeps", async () => {
    const turns = vi.spyOn(globalThis, "setTimeout");

    const before = process.cpuUsage();
    await run(() => sleep(150));
    const { user } = process.cpuUsage(before);

    expect(turns.mock.calls.length).toBeLessThan(20);
    expect(user / 1_000).toBeLessThan(120);
  });

  test("lets a sleeper go on after as long as it asked for", async () => {
    const { value } = await run(async () => {
      const start = now();
      await sleep(20);
      return now() - start;
    });

    expect(value).toBeGreaterThanOrEqual(20);
    expect(value).toBeLessThan(10_000);
  });
});

describe("a goroutine that polls", () => {
  test("lets timers and sockets go first", async () => {
    const { value } = await run(async () => {
      let hasRung = false;
      setTimeout(() => (hasRung = true), 0);
      while (!hasRung) await yieldNow();
      return "rung";
    });

    expect(value).toBe("rung");
  });

  test("is named when it has polled too often, and goes on", async () => {
    const { warnings, outcome, events } = await tell(
      async () => {
        for (let poll = 0; poll < 30; poll++) await yieldNow();
        return "done";
      },
      { clock: "real", maxPolls: 10 },
    );

    expect(warnings).toEqual([
      "goroutine 1 has polled 10 times without waiting",
    ]);
    expect(outcome.value).toBe("done");
    expect(events).toContainEqual(
      expect.objectContaining({ kind: "spin", goroutine: 1, polls: 10 }),
    );
  });

  test("ends a run on a virtual clock, which would stand still", async () => {
    const { outcome } = await tell(
      async () => {
        let isOver = false;
        go("alarm", async () => {
          await sleep(10);
          isOver = true;
        });
        while (!isOver) await yieldNow();
      },
      { maxPolls: 100 },
    );

    expect(outcome).toMatchObject({ kind: "spinning", status: 2 });
    expect(outcome.report).toMatch(
      /^fatal error: goroutine 1 has polled 100 times without waiting: the virtual clock stands still\n\ngoroutine 1 \[running\]:\n/,
    );
  });

  test("begins a new count with each wait", async () => {
    const { outcome, warnings } = await tell(
      async () => {
        for (let poll = 0; poll < 30; poll++) {
          await yieldNow();
          await sleep(1);
        }
        return now();
      },
      { maxPolls: 10 },
    );

    expect(outcome).toMatchObject({ kind: "returned", value: 30 });
    expect(warnings).toEqual([]);
  });
});

describe("goroutines that never wait for anything outside", () => {
  test("do not keep a timer waiting by starting each other", async () => {
    const { value } = await run(async () => {
      let hasRung = false;
      setTimeout(() => (hasRung = true), 0);
      const chain = (): void => {
        if (!hasRung) go(chain);
      };
      go(chain);
      while (!hasRung) await sleep(1);
      return "rung";
    });

    expect(value).toBe("rung");
  });

  test("do not keep a timer waiting with operations that are done at once", async () => {
    const { value } = await run(async () => {
      let hasRung = false;
      setTimeout(() => (hasRung = true), 0);
      while (!hasRung) await sleep(0);
      return "rung";
    });

    expect(value).toBe("rung");
  });

  test("do not keep each other waiting so, either", async () => {
    const { value } = await run(async () => {
      let hasRun = false;
      go(() => void (hasRun = true));
      while (!hasRun) await sleep(0);
      return "run";
    });

    expect(value).toBe("run");
  });

  test("let what comes from outside in between", async () => {
    const { lines } = await tell(async (say) => {
      go(async () => {
        for (let turn = 0; turn < 5_000; turn++) await sleep(0);
        say("bob is done");
      });
      await foreign(1);
      say("the page is here");
      await sleep(1);
    });

    expect(lines).toEqual(["the page is here", "bob is done"]);
  });
});
