import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  Channel,
  external,
  go,
  Mutex,
  now,
  panic,
  run,
  sleep,
  WaitGroup,
  yieldNow,
} from "../../lessons/index.ts";
import {
  eventsOf,
  lastWords,
  quiet,
  stuck,
  valueOf,
} from "./11-sync.programs.ts";

describe("lock", () => {
  test("waits until whoever holds it unlocks", async () => {
    const story = await valueOf(async () => {
      const story: string[] = [];
      const lock = new Mutex();
      await lock.lock();
      go(async () => {
        await sleep(1_000);
        story.push("unlock");
        lock.unlock();
      });
      await lock.lock();
      return [...story, `locked at ${now()}`];
    });

    expect(story).toEqual(["unlock", "locked at 1000"]);
  });

  test("lets nobody else go first if it is free", async () => {
    const order = await valueOf(async () => {
      const order: string[] = [];
      go(() => order.push("other"));
      await new Mutex().lock();
      return [...order, "main"];
    });

    expect(order).toEqual(["main"]);
  });

  test("lets others have a turn in a loop that never has to wait", async () => {
    const turns = await valueOf(async () => {
      let turns = 0;
      const lock = new Mutex();
      go(() => turns++);
      for (let time = 1; time <= 5_000; time++) {
        await lock.lock();
        lock.unlock();
      }
      return turns;
    });

    expect(turns).toBe(1);
  });

  test("is served in the order of coming", async () => {
    const order = await valueOf(async () => {
      const order: number[] = [];
      const lock = new Mutex();
      const all = new WaitGroup();
      await lock.lock();
      for (let number = 1; number <= 100; number++) {
        all.go(async () => {
          await lock.lock();
          order.push(number);
          lock.unlock();
        });
      }
      await yieldNow();
      lock.unlock();
      await all.wait();
      return order;
    });

    expect(order).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  });

  test("cannot be overtaken by whoever has unlocked this moment", async () => {
    const order = await valueOf(async () => {
      const order: string[] = [];
      const lock = new Mutex();
      await lock.lock();
      go(async () => {
        await lock.lock();
        order.push("bob");
        lock.unlock();
      });
      await yieldNow();
      lock.unlock();
      await lock.lock();
      return [...order, "alice again"];
    });

    expect(order).toEqual(["bob", "alice again"]);
  });

  test("twice in one goroutine is a deadlock: it is not re-entrant", async () => {
    const waits = await stuck(async () => {
      const lock = new Mutex();
      await lock.lock();
      await lock.lock();
    });

    expect(waits).toEqual(["sync.Mutex.Lock"]);
  });

  test("outside any goroutine is refused, and takes nothing", () => {
    const lock = new Mutex();

    expect(() => lock.lock()).toThrow("lock outside any goroutine");
    expect(lock.tryLock()).toBe(true);
  });

  test("is a wait that time passes over, which Go's synctest would not", async () => {
    const time = await valueOf(async () => {
      const lock = new Mutex();
      go(async () => {
        await lock.lock();
        await sleep(3_600_000);
        lock.unlock();
      });
      await yieldNow();
      await lock.lock();
      return now();
    });

    expect(time).toBe(3_600_000);
  });
});

describe("tryLock", () => {
  test("takes a free lock and no other", async () => {
    const tries = await valueOf(() => {
      const lock = new Mutex();
      const tries = [lock.tryLock(), lock.tryLock()];
      lock.unlock();
      return [...tries, lock.tryLock()];
    });

    expect(tries).toEqual([true, false, true]);
  });

  test("finds no gap between an unlock and the next in the line", async () => {
    const isTaken = await valueOf(async () => {
      const lock = new Mutex();
      await lock.lock();
      go(() => lock.lock());
      await yieldNow();
      lock.unlock();
      return lock.tryLock();
    });

    expect(isTaken).toBe(false);
  });

  test("needs no goroutine, because it never waits", () => {
    const lock = new Mutex();

    expect([lock.tryLock(), lock.tryLock()]).toEqual([true, false]);
  });
});

describe("unlock", () => {
  test("may be called by another goroutine than lock", async () => {
    const story = await valueOf(async () => {
      const lock = new Mutex();
      await lock.lock();
      go("other", () => lock.unlock());
      await lock.lock();
      return "locked again";
    });

    expect(story).toBe("locked again");
  });

  test.each([
    ["that was never locked", (lock: Mutex) => lock.unlock()],
    [
      "that has been unlocked",
      (lock: Mutex) => {
        lock.tryLock();
        lock.unlock();
        lock.unlock();
      },
    ],
  ])("of a mutex %s is a fatal error", async (_, unlock) => {
    const outcome = await run(() => unlock(new Mutex()), quiet({}));

    expect(outcome).toMatchObject({ kind: "fatal", status: 2 });
    expect(outcome.report).toMatch(
      /^fatal error: sync: unlock of unlocked mutex\n\ngoroutine 1 \[running\]:\n/,
    );
  });

  test("of an unlocked mutex ends the program, whatever is caught", async () => {
    const waited: string[] = [];
    const words = await lastWords(async () => {
      try {
        new Mutex().unlock();
      } catch {
        await sleep(1);
        waited.push("recovered");
      }
    });

    expect(words).toBe("fatal error: sync: unlock of unlocked mutex");
    expect(waited).toEqual([]);
  });

  test("of an unlocked mutex ends the program from a callback, too", async () => {
    const words = await lastWords(async () => {
      setImmediate(() => {
        try {
          new Mutex().unlock();
        } catch {
          // It has ended the run all the same.
        }
      });
      await external(new Promise(() => undefined));
    });

    expect(words).toBe("fatal error: sync: unlock of unlocked mutex");
  });

  test("where no program runs is refused", () => {
    expect(() => new Mutex().unlock()).toThrow("unlock outside any goroutine");
  });

  test("by a callback outside any goroutine lets the next one in", async () => {
    const value = await valueOf(
      async () => {
        const lock = new Mutex();
        const source = external("a callback");
        await lock.lock();
        setImmediate(() => {
          lock.unlock();
          source.done();
        });
        await lock.lock();
        return "locked again";
      },
      { clock: "real" },
    );

    expect(value).toBe("locked again");
  });
});

describe("a lock that is held", () => {
  test.each([
    ["a sleep", () => sleep(10)],
    ["a promise from outside", () => external(Promise.resolve())],
    ["a promise that nobody has declared", () => Promise.resolve()],
    [
      "a message",
      async () => {
        const reply = new Channel<void>();
        go(() => reply.send());
        await reply.receive();
      },
    ],
  ])("stays held across %s", async (_, wait) => {
    const most = await valueOf(() => mostInside(5, wait), { clock: "real" });

    expect(most).toBe(1);
  });

  test("is given up by finally when its holder panics", async () => {
    const story = await valueOf(async () => {
      const story: string[] = [];
      const lock = new Mutex();
      const enter = async () => {
        await lock.lock();
        try {
          panic("lost");
        } finally {
          lock.unlock();
        }
      };
      await enter().catch((error: Error) => story.push(error.message));
      await lock.lock();
      return [...story, "locked again"];
    });

    expect(story).toEqual(["lost", "locked again"]);
  });

  test("stays locked for ever if its holder panics without finally", async () => {
    const waits = await stuck(async () => {
      const lock = new Mutex();
      const enter = async () => {
        await lock.lock();
        panic("lost");
      };
      await enter().catch(() => undefined);
      await lock.lock();
    });

    expect(waits).toEqual(["sync.Mutex.Lock"]);
  });

  test("does not keep an uncaught panic from ending the program", async () => {
    const words = await lastWords(async () => {
      const lock = new Mutex();
      go(async () => {
        await lock.lock();
        panic("lost");
      });
      await yieldNow();
      await lock.lock();
    });

    expect(words).toBe("panic: lost");
  });

  test("has a holder that the report names, even one that has ended", async () => {
    const { report } = await run(async () => {
      const lock = new Mutex();
      go("alice", () => lock.lock());
      await yieldNow();
      await lock.lock();
    }, quiet({}));

    expect(report).toMatch(/goroutine 2, which holds it, has ended/);
  });

  test("is the next one's as soon as it is handed over", async () => {
    const { report } = await run(async () => {
      const lock = new Mutex();
      await lock.lock();
      go("bob", () => lock.lock());
      await yieldNow();
      lock.unlock();
      await lock.lock();
    }, quiet({}));

    expect(report).toMatch(/goroutine 2, which holds it, has ended/);
  });
});

describe("two locks in opposite order", () => {
  async function opposite(): Promise<void> {
    const [a, b] = [new Mutex(), new Mutex()];
    const all = new WaitGroup();
    all.go(async function left() {
      await a.lock();
      await yieldNow();
      await b.lock();
    });
    all.go(async function right() {
      await b.lock();
      await yieldNow();
      await a.lock();
    });
    await all.wait();
  }

  test("are a deadlock", async () => {
    expect(await stuck(opposite)).toEqual([
      "sync.WaitGroup.Wait",
      "sync.Mutex.Lock",
      "sync.Mutex.Lock",
    ]);
  });

  test("are drawn as a circle", async () => {
    const { report } = await run(opposite, quiet({}));

    expect(report).toMatch(/goroutine 2 \(left\) +waits for mutex#\d+: /);
    expect(report).toMatch(/goroutine 3 \(right\) +waits for mutex#\d+: /);
  });
});

describe("whoever goes first", () => {
  const seeds = fc.integer({ min: 0, max: 0xffffffff });

  test("nobody is inside with somebody else", async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const most = await valueOf(() => mostInside(6, yieldNow), {
          order: "random",
          seed,
        });

        expect(most).toBe(1);
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  test("somebody would be, without the lock", async () => {
    const most = await valueOf(async () => {
      let [inside, most] = [0, 0];
      const all = new WaitGroup();
      for (let number = 1; number <= 6; number++) {
        all.go(async () => {
          most = Math.max(most, ++inside);
          await yieldNow();
          inside--;
        });
      }
      await all.wait();
      return most;
    });

    expect(most).toBe(6);
  });

  test("an unlock comes before the lock that it makes possible", async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const story: string[] = [];
        await valueOf(
          async () => {
            const lock = new Mutex();
            const all = new WaitGroup();
            for (let number = 1; number <= 4; number++) {
              all.go(async () => {
                await lock.lock();
                story.push("lock");
                await yieldNow();
                story.push("unlock");
                lock.unlock();
              });
            }
            await all.wait();
          },
          { order: "random", seed },
        );

        expect(story.join(" ")).toBe(Array(4).fill("lock unlock").join(" "));
      }),
      { seed: 11, numRuns: 100 },
    );
  });
});

describe("what a lock tells", () => {
  test("is when it changes hands, and who lets it go", async () => {
    const events = await eventsOf(handOver, "sync");

    expect(events).toMatchObject([
      { goroutine: 1, state: "locked" },
      { goroutine: 1, state: "locked" },
      { goroutine: 2, state: "free" },
    ]);
  });

  test("is who waits for it, and who may go on", async () => {
    const events = await eventsOf(handOver, "park", "ready");

    const told = events.filter(
      (event) => "woken" in event || ("on" in event && event.on !== ""),
    );
    expect(told).toMatchObject([
      { goroutine: 1, kind: "ready", woken: 1 },
      {
        goroutine: 2,
        kind: "park",
        reason: "sync.Mutex.Lock",
        on: expect.stringMatching(/^mutex#\d+$/) as string,
      },
      { goroutine: 1, kind: "ready", woken: 2 },
      { goroutine: 1, kind: "ready", woken: 1 },
    ]);
  });

  test("has a name of its own for each", async () => {
    const waits = await run(async () => {
      const [one, other] = [new Mutex(), new Mutex()];
      await one.lock();
      await other.lock();
      go(() => one.lock());
      await other.lock();
    }, quiet({}));

    const names = waits.goroutines.map((each) => each.waits[0]?.on[0]);
    expect(new Set(names).size).toBe(2);
    expect(names.join(" ")).toMatch(/^mutex#\d+ mutex#\d+$/);
  });
});

async function handOver(): Promise<void> {
  const lock = new Mutex();
  await lock.lock();
  go(async () => {
    await lock.lock();
    lock.unlock();
  });
  await yieldNow();
  lock.unlock();
  await yieldNow();
}

/** How many of `count` were inside one lock at the same time, at most. */
async function mostInside(
  count: number,
  wait: () => Promise<unknown>,
): Promise<number> {
  let [inside, most] = [0, 0];
  const lock = new Mutex();
  const all = new WaitGroup();
  for (let number = 1; number <= count; number++) {
    all.go(async () => {
      await lock.lock();
      most = Math.max(most, ++inside);
      await wait();
      inside--;
      lock.unlock();
      await yieldNow();
      await lock.lock();
      most = Math.max(most, ++inside);
      await wait();
      inside--;
      lock.unlock();
    });
  }
  await all.wait();
  return most;
}
