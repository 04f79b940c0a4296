import { describe, expect, test } from "vitest";
import {
  background,
  Channel,
  Cond,
  describeLeaks,
  external,
  go,
  goroutines,
  Mutex,
  run,
  RWMutex,
  select,
  sleep,
  WaitGroup,
  withCancel,
  yieldNow,
} from "rendezvous";

/** What is left of `body`, channel numbers aside. */
async function leaksOf(body: () => unknown): Promise<string[]> {
  const outcome = await run(
    async () => {
      await body();
      await sleep(100);
    },
    { clock: "virtual" },
  );
  expect(outcome).toMatchObject({ kind: "returned", status: 0, report: "" });
  return describeLeaks(outcome).map((leak) => leak.replace(/#\d+/g, ""));
}

const stuck = (reason: string, ...ids: number[]) =>
  ids.map((id) => `leak: goroutine ${id} still waits: ${reason}`);

describe("a leak is named for", () => {
  test("those who range over a channel that nobody closes", async () => {
    const leaks = await leaksOf(async () => {
      const jobs = new Channel<number>();
      for (let each = 0; each < 3; each++) {
        go(async () => {
          for await (const job of jobs) void job;
        });
      }
      for (let job = 0; job < 5; job++) await jobs.send(job);
    });

    expect(leaks).toEqual(stuck("chan receive on chan", 2, 3, 4));
  });

  test("a worker that was started and not stopped", async () => {
    const leaks = await leaksOf(async () => {
      const [work, stop] = [new Channel<number>(), new Channel<void>()];
      go(async () => {
        while ((await select({ work, stop })).case === "work");
      });
      await work.send(1);
    });

    expect(leaks).toEqual(stuck("select on chan, chan", 2));
  });

  test("a second answer where one was asked for", async () => {
    const leaks = await leaksOf(async () => {
      const answers = new Channel<string>();
      go(async () => {
        await answers.send("no");
        await answers.send("yes");
      });
      await answers.receive();
    });

    expect(leaks).toEqual(stuck("chan send on chan", 2));
  });

  test("an answer to somebody who has returned early", async () => {
    const leaks = await leaksOf(async () => {
      const answers = new Channel<string>();
      go(() => answers.send("too late"));
    });

    expect(leaks).toEqual(stuck("chan send on chan", 2));
  });

  test("four of five answers where the first is enough", async () => {
    const leaks = await leaksOf(async () => {
      const answers = new Channel<number>();
      for (let each = 0; each < 5; each++) go(() => answers.send(each));
      await answers.receive();
    });

    expect(leaks).toEqual(stuck("chan send on chan", 3, 4, 5, 6));
  });

  test("an answer that came after its asker gave up", async () => {
    const leaks = await leaksOf(async () => {
      const answers = new Channel<string>();
      const [context, cancel] = withCancel(background());
      go(async () => {
        await sleep(5);
        await answers.send("late");
      });
      cancel();
      await select({ answers, done: context.done });
    });

    expect(leaks).toEqual(stuck("chan send on chan", 2));
  });
});

const micro: [reason: string, wait: () => unknown][] = [
  ["chan receive (nil chan) on chan nil", () => Channel.nil().receive()],
  ["chan send (nil chan) on chan nil", () => Channel.nil<number>().send(1)],
  ["select (no cases)", () => select({})],
  ["chan receive on chan", () => new Channel().receive()],
  ["chan send on chan", () => new Channel<number>().send(1)],
  [
    "select on chan, chan",
    () => select({ a: new Channel(), b: new Channel() }),
  ],
  [
    "sync.WaitGroup.Wait on waitgroup",
    () => {
      const group = new WaitGroup();
      group.add(1);
      return group.wait();
    },
  ],
  [
    "sync.Mutex.Lock on mutex",
    async () => {
      const lock = new Mutex();
      await lock.lock();
      await lock.lock();
    },
  ],
  [
    "sync.RWMutex.RLock on rwmutex",
    async () => {
      const lock = new RWMutex();
      await lock.lock();
      await lock.rLock();
    },
  ],
  [
    "sync.RWMutex.Lock on rwmutex",
    async () => {
      const lock = new RWMutex();
      await lock.rLock();
      await lock.lock();
    },
  ],
  [
    "sync.Cond.Wait on cond",
    async () => {
      const cond = new Cond(new Mutex());
      await cond.locker.lock();
      await cond.wait();
    },
  ],
];

describe("a leak is told by its reason", () => {
  test.each(micro)("%s", async (reason, wait) => {
    const leaks = await leaksOf(() => go(() => wait()));

    expect(leaks).toEqual(stuck(reason, 2));
  });

  test("both, where one goroutine waits for two things", async () => {
    const [a, b] = [new Channel<number>(), new Channel<number>()];
    const leaks = await leaksOf(() =>
      go("both", async () => {
        await Promise.all([a.send(1), b.receive()]);
      }),
    );

    expect(leaks).toEqual([
      "leak: goroutine 2 (both) still waits: chan send on chan and chan receive on chan",
    ]);
  });
});

describe("no leak is named", () => {
  test("when everybody has ended", async () => {
    expect(await leaksOf(() => go(() => "at once"))).toEqual([]);
  });

  test("for somebody who may go on when main returns", async () => {
    const outcome = await run(async () => {
      const words = new Channel<string>();
      go(() => words.send("hello"));
      await words.receive();
    });

    expect(describeLeaks(outcome)).toEqual([]);
  });

  test("of a deadlock, which says more itself", async () => {
    const outcome = await run(async () => {
      go(() => new Channel<number>().send(1));
      await new Channel<number>().receive();
    });

    expect(outcome.kind).toBe("deadlock");
    expect(describeLeaks(outcome)).toEqual([]);
  });
});

describe("who rests on purpose is named as well", () => {
  test("one that waits at a channel others could still reach", async () => {
    const everybodys = new Channel<string>();

    const leaks = await leaksOf(() => go("rests", () => everybodys.receive()));
    expect(leaks).toEqual([
      "leak: goroutine 2 (rests) still waits: chan receive on chan",
    ]);
  });

  test("one that sleeps, and one that waits for the outside", async () => {
    const outcome = await run(async () => {
      go("sleeps", () => sleep(1_000));
      go("waits", () => external(new Promise(() => undefined)));
      await yieldNow();
    });

    expect(describeLeaks(outcome)).toEqual([
      "leak: goroutine 2 (sleeps) still waits: sleep",
      "leak: goroutine 3 (waits) still waits: IO wait",
    ]);
  });
});

describe("a strict run", () => {
  test("takes a leak for a deadlock, in the words of Go's synctest", async () => {
    const { kind, report } = await run(
      async () => {
        go("left", () => new Channel<number>().send(1));
        await yieldNow();
      },
      { strict: true },
    );

    expect(kind).toBe("deadlock");
    expect(report).toMatch(
      /^deadlock: main bubble goroutine has exited but blocked goroutines remain\n\ngoroutine 2 \[chan send\]:\n/,
    );
    expect(report).not.toContain("undeclared");
  });
});

describe("goroutines", () => {
  test("tells who is there while the program runs, main first", async () => {
    const { value } = await run(async () => {
      const words = new Channel<string>();
      go("listens", () => words.receive());
      go("sleeps", () => sleep(1_000));
      await yieldNow();
      return goroutines();
    });

    expect(value).toMatchObject([
      { id: 1, creator: 0, isAbroad: false, waits: [] },
      { id: 2, name: "listens", waits: [{ reason: "chan receive" }] },
      {
        id: 3,
        name: "sleeps",
        creator: 1,
        waits: [{ reason: "sleep", on: [] }],
      },
    ]);
  });

  test("tells who is abroad", async () => {
    const { value } = await run(async () => {
      go("far", () => new Promise(() => undefined));
      await sleep(5);
      return goroutines();
    });

    expect(value?.[1]).toMatchObject({ name: "far", isAbroad: true });
  });

  test("grows by one for every request whose answer nobody takes", async () => {
    const { value } = await run(
      async () => {
        const counts: number[] = [];
        for (let request = 0; request < 3; request++) {
          const answers = new Channel<string>();
          go(() => answers.send("first"));
          go(() => answers.send("second"));
          await answers.receive();
          await yieldNow();
          counts.push(goroutines().length);
        }
        return counts;
      },
      { clock: "virtual" },
    );

    expect(value).toEqual([2, 3, 4]);
  });

  test("throws outside any goroutine", () => {
    expect(() => goroutines()).toThrow("goroutines outside any goroutine");
  });
});
