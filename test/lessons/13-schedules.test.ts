import {
  Cell,
  Channel,
  exit,
  explore,
  external,
  type Exploration,
  go,
  Mutex,
  run,
  sleep,
  WaitGroup,
  yieldNow,
} from "rendezvous";
import { describe, expect, test, vi } from "vitest";
import { room } from "../../lessons/13-schedules/demo/room.ts";

/** Each ending in a line: its kind, and what is known of it. */
function endings({ endings }: Exploration): string[] {
  return endings.map(({ kind, output, waiting, error }) =>
    [kind, ...output, ...waiting, ...(error ? [error] : [])].join(" | "),
  );
}

describe("an exploration", () => {
  test("finds the order that a thousand runs do not", async () => {
    const kinds = new Set<string>();
    for (let count = 0; count < 100; count++) {
      kinds.add((await run(room, { order: "random" })).kind);
    }

    expect([...kinds]).toEqual(["returned"]);
    expect(endings(await explore(room))).toEqual([
      "deadlock | 1: chan send | 2 (bob): sync.Mutex.Lock",
      "returned",
    ]);
  });

  test("gives the shortest schedule that leads to an ending", async () => {
    const { endings } = await explore(room, { reduce: false });

    expect(endings.map(({ kind, schedule }) => [kind, schedule])).toEqual([
      ["deadlock", "1:1"],
      ["returned", ""],
    ]);
  });

  test("gives a schedule that repeats the deadlock, with its report", async () => {
    const { kind, report } = await run(room, { schedule: "1:1" });

    expect(kind).toBe("deadlock");
    expect(report).toContain("goroutine 2 (bob)   waits for mutex#");
  });

  test("says whether that was all, and of what", async () => {
    const { claim, isComplete } = await explore(room, { reduce: false });

    expect(isComplete).toBe(true);
    expect(claim).toBe("18 schedules stand for all orders of its operations");
  });

  test("says what a bound leaves out", async () => {
    const { claim, isComplete } = await explore(room, { bound: 1 });

    expect(isComplete).toBe(true);
    expect(claim).toBe(
      "3 schedules stand for all orders of its operations with at most 1 preemption",
    );
  });

  test("of so many schedules at most says that it has not seen all", async () => {
    const { claim, isComplete, schedules } = await explore(room, {
      maxSchedules: 3,
    });

    expect(schedules).toBe(3);
    expect(isComplete).toBe(false);
    expect(claim).toBe("3 schedules, not all there are");
  });

  test("keeps what the program prints, and gives console.log back", async () => {
    const log = vi.spyOn(console, "log").mockReturnValue(undefined);

    const found = await explore(() => console.log("hello", 1));
    console.log("after");

    expect(endings(found)).toEqual(["returned | hello 1"]);
    expect(log.mock.calls).toEqual([["after"]]);
    log.mockRestore();
  });
});

describe("an ending is", () => {
  test("a leak if main has returned and somebody waits for ever", async () => {
    const found = await explore(() => {
      go("late", () => new Channel<number>().send(1));
    });

    expect(endings(found)).toEqual(["leak | 2 (late): chan send"]);
  });

  test("no leak if somebody needs a while after main", async () => {
    const found = await explore(() => go("late", () => sleep(1_000)));

    expect(endings(found)).toEqual(["returned"]);
  });

  test("a deadlock if main cannot go on", async () => {
    const found = await explore(() => new Channel<number>().receive());

    expect(endings(found)).toEqual(["deadlock | 1: chan receive"]);
  });

  test("a panic, with what was thrown", async () => {
    const found = await explore(() => {
      throw new Error("no room");
    });

    expect(endings(found)).toEqual(["panic | no room"]);
  });

  test("fatal where Go would say so", async () => {
    const found = await explore(() => new Mutex().unlock());

    expect(endings(found)).toEqual(["fatal | sync: unlock of unlocked mutex"]);
  });

  test("an exit if the program asks for it", async () => {
    expect(endings(await explore(() => exit(0)))).toEqual(["exit"]);
  });

  test("spinning if somebody polls for what cannot come", async () => {
    const found = await explore(async () => {
      for (;;) await yieldNow();
    });

    expect(endings(found)).toEqual(["spinning"]);
  });

  test("endless after so many steps, and then it was not all", async () => {
    const found = await explore(
      async () => {
        const channel = new Channel<number>(1);
        for (;;) {
          await channel.send(1);
          await channel.receive();
        }
      },
      { maxSteps: 20 },
    );

    expect(endings(found)).toEqual(["endless"]);
    expect(found.isComplete).toBe(false);
    expect(found.claim).toBe("1 schedule, not all there are");
  });

  test("one of a thousand at most: of more it says that they are not all", async () => {
    const found = await explore(() => {
      const channel = new Channel<number>(9);
      const order: number[] = [];
      const send = async (who: number) => {
        for (let count = 0; count < 3; count++) {
          await channel.send(who);
          order.push(who);
        }
        if (order.length === 9) throw new Error(order.join(""));
      };
      for (const who of [1, 2, 3]) go(send, who);
    });

    expect(found.schedules).toBe(1680);
    expect(found.endings).toHaveLength(1000);
    expect(found.isComplete).toBe(false);
  });
});

describe("time is no matter of choice", () => {
  test("who sleeps longer is later in every order", async () => {
    const found = await explore(async () => {
      const group = new WaitGroup();
      for (const ms of [2, 1, 3]) {
        group.go(async () => {
          await sleep(ms);
          console.log(ms);
        });
      }
      await group.wait();
    });

    expect(endings(found)).toEqual(["returned | 1 | 2 | 3"]);
  });

  test("an hour passes at once", async () => {
    const start = performance.now();

    await explore(() => sleep(3_600_000));

    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe("a variable that two goroutines count up, with a gap", () => {
  const count = async (counter: { value: number }) => {
    const group = new WaitGroup();
    const up = async () => {
      const before = counter.value;
      await yieldNow();
      counter.value = before + 1;
    };
    group.go(up);
    group.go(up);
    await group.wait();
    console.log(counter.value);
  };

  test("is seen to lose a count if it is a Cell", async () => {
    const found = await explore(() => count(new Cell(0)));

    expect(endings(found).sort()).toEqual(["returned | 1", "returned | 2"]);
  });

  test("is not seen if it is a plain one, but in all orders", async () => {
    const plain = () => count({ value: 0 });

    expect(endings(await explore(plain))).toHaveLength(1);
    expect(endings(await explore(plain, { reduce: false })).sort()).toEqual([
      "returned | 1",
      "returned | 2",
    ]);
  });
});

describe("what cannot be explored is refused", () => {
  const outside =
    "expected a program whose order can be chosen, got one that waits for something outside";

  test("a declared wait for something outside", async () => {
    const waits = () => external(new Promise<never>(() => undefined));

    await expect(explore(waits)).rejects.toThrow(outside);
  });

  test("an undeclared one", async () => {
    const waits = () => new Promise(() => undefined);

    await expect(explore(waits)).rejects.toThrow(outside);
  });

  test.each([
    [{ bound: -1 }, "expected bound to be a whole number from 0, got -1"],
    [{ bound: 0.5 }, "expected bound to be a whole number from 0, got 0.5"],
    [
      { maxSchedules: 0 },
      "expected maxSchedules to be a whole number from 1, got 0",
    ],
    [
      { maxSteps: NaN },
      "expected maxSteps to be a whole number from 1, got NaN",
    ],
  ])("the options %o", async (options, message) => {
    await expect(explore(room, options)).rejects.toThrow(
      new RangeError(message),
    );
  });

  test.each(["x", "1", "1:0", "0:1", "1:1,", "1:1;2:1", " 1:1"])(
    "the schedule %j",
    (schedule) => {
      expect(() => run(room, { schedule })).toThrow(
        `expected a schedule like "5:1,9:2", got "${schedule}"`,
      );
    },
  );
});

describe("a search of some billion orders", () => {
  const long = () => {
    const channel = new Channel<number>(20);
    const send = async () => {
      for (let count = 0; count < 5; count++) await channel.send(count);
    };
    for (let count = 0; count < 4; count++) go(send);
  };

  test("tells how far it has come, and stops when it is told to", async () => {
    const stop = new AbortController();
    const told: number[] = [];

    const found = await explore(long, {
      signal: stop.signal,
      onProgress: ({ schedules, endings }) => {
        told.push(schedules);
        expect(endings).toBe(1);
        if (told.length === 2) stop.abort();
      },
    });

    expect(told).toHaveLength(2);
    expect(told[0]).toBeLessThan(found.schedules);
    expect(found.schedules).toBe(told[1]);
    expect(found.isComplete).toBe(false);
    expect(found.claim).toContain("not all there are");
  });

  test("leaves the event loop its turns: a timer can stop it", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 1);

    const { isComplete } = await explore(long, { signal: stop.signal });

    expect(isComplete).toBe(false);
  });
});

describe("a search by chance", () => {
  const options = { seed: 7, maxSchedules: 200 };

  test("says so, and how many it tried", async () => {
    const { claim, isComplete, schedules } = await explore(room, options);

    expect(schedules).toBe(200);
    expect(isComplete).toBe(false);
    expect(claim).toBe("200 schedules by chance, from seed 7");
  });

  test("finds the same again from the same seed", async () => {
    const found = await explore(room, options);

    expect(await explore(room, options)).toEqual(found);
    expect(await explore(room, { ...options, seed: 8 })).not.toEqual({
      ...found,
      claim: "200 schedules by chance, from seed 8",
    });
  });

  test("gives a schedule that repeats what it found", async () => {
    const { endings } = await explore(room, options);

    expect(endings.map(({ kind }) => kind)).toEqual(["deadlock", "returned"]);
    for (const { kind, schedule } of endings) {
      expect((await run(room, { schedule })).kind).toBe(kind);
    }
  });

  test("stops a program without an end", async () => {
    const found = await explore(
      async () => {
        for (;;) await sleep(1);
      },
      { seed: 1, maxSchedules: 2, maxSteps: 50 },
    );

    expect(endings(found)).toEqual(["endless"]);
  });
});
