import { describe, expect, test } from "vitest";
import {
  Cond,
  external,
  go,
  Mutex,
  run,
  RWMutex,
  sleep,
  WaitGroup,
  yieldNow,
} from "../../lessons/index.ts";
import { lastWords, stuck, valueOf } from "./11-sync.programs.ts";

const names = ["alice", "bob", "carol"];

/** Everybody of `names` waits for a word; `woken` has who got one. */
async function audience() {
  const lock = new Mutex();
  const word = new Cond(lock);
  const all = new WaitGroup();
  const woken: string[] = [];
  for (const name of names) {
    all.go(async () => {
      await lock.lock();
      await word.wait();
      woken.push(name);
      lock.unlock();
    });
  }
  await yieldNow();
  return { lock, word, all, woken };
}

describe("signal", () => {
  test("wakes who has waited longest, one at a time", async () => {
    const counts = await valueOf(async () => {
      const { word, woken } = await audience();
      const counts: string[] = [];
      for (let round = 1; round <= 3; round++) {
        word.signal();
        await sleep(1);
        counts.push(woken.join(" "));
      }
      return counts;
    });

    expect(counts).toEqual(["alice", "alice bob", "alice bob carol"]);
  });

  test("is for those who wait already, not for who comes later", async () => {
    const woken = await valueOf(async () => {
      const { lock, word, woken } = await audience();
      word.signal();
      go("late", async () => {
        await lock.lock();
        await word.wait();
        woken.push("late");
      });
      await sleep(1);
      word.signal();
      word.signal();
      await sleep(1);
      return woken;
    });

    expect(woken).toEqual(["alice", "bob", "carol"]);
  });

  test("is lost if nobody waits", async () => {
    const waits = await stuck(async () => {
      const lock = new Mutex();
      const word = new Cond(lock);
      word.signal();
      await lock.lock();
      await word.wait();
    });

    expect(waits).toEqual(["sync.Cond.Wait"]);
  });

  test("may come from somebody who holds no lock", async () => {
    const woken = await valueOf(async () => {
      const { lock, word, woken } = await audience();
      await lock.lock();
      word.signal();
      lock.unlock();
      word.signal();
      await sleep(1);
      return woken;
    });

    expect(woken).toEqual(["alice", "bob"]);
  });

  test("may come from a callback outside any goroutine", async () => {
    const woken = await valueOf(
      async () => {
        const lock = new Mutex();
        const word = new Cond(lock);
        const source = external("a callback");
        await lock.lock();
        setImmediate(() => {
          word.signal();
          source.done();
        });
        await word.wait();
        return "woken";
      },
      { clock: "real" },
    );

    expect(woken).toBe("woken");
  });
});

describe("broadcast", () => {
  test("wakes everybody, in the order of their waits", async () => {
    const woken = await valueOf(async () => {
      const { word, all, woken } = await audience();
      word.broadcast();
      await all.wait();
      return woken;
    });

    expect(woken).toEqual(names);
  });

  test("lets them go on one after the other, each with the lock", async () => {
    const inside = await valueOf(async () => {
      const lock = new Mutex();
      const word = new Cond(lock);
      const all = new WaitGroup();
      const story: string[] = [];
      for (const name of names) {
        all.go(async () => {
          await lock.lock();
          await word.wait();
          story.push(`${name} in`);
          await sleep(1);
          story.push(`${name} out`);
          lock.unlock();
        });
      }
      await yieldNow();
      word.broadcast();
      await all.wait();
      return story;
    });

    expect(inside).toEqual(
      names.flatMap((name) => [`${name} in`, `${name} out`]),
    );
  });

  test("does nothing if nobody waits", async () => {
    const value = await valueOf(() => {
      new Cond(new Mutex()).broadcast();
      return "on";
    });

    expect(value).toBe("on");
  });

  test("does not reach who waits again because of it", async () => {
    const looks = await valueOf(async () => {
      const lock = new Mutex();
      const word = new Cond(lock);
      let looks = 0;
      go(async () => {
        await lock.lock();
        for (;;) {
          looks++;
          await word.wait();
        }
      });
      await yieldNow();
      word.broadcast();
      await sleep(1);
      return looks;
    });

    expect(looks).toBe(2);
  });
});

describe("wait", () => {
  test("gives the lock up while it waits", async () => {
    const isFree = await valueOf(async () => {
      const { lock } = await audience();
      return lock.tryLock();
    });

    expect(isFree).toBe(true);
  });

  test("has the lock again before it resolves", async () => {
    const story = await valueOf(async () => {
      const { lock, word, all, woken } = await audience();
      const story: string[] = [];
      await lock.lock();
      word.signal();
      await sleep(1);
      story.push(`${woken.length} while the lock is held`);
      lock.unlock();
      await sleep(1);
      story.push(`${woken.length} after it`);
      word.broadcast();
      await all.wait();
      return story;
    });

    expect(story).toEqual(["0 while the lock is held", "1 after it"]);
  });

  test("waits for the lock, and says so, once the word has come", async () => {
    const waits = await stuck(async () => {
      const { lock, word } = await audience();
      await lock.lock();
      word.signal();
      await lock.lock();
    });

    expect(waits).toEqual([
      "sync.Mutex.Lock",
      "sync.Mutex.Lock",
      "sync.Cond.Wait",
      "sync.Cond.Wait",
    ]);
  });

  test("in a loop sees what another one has taken first", async () => {
    const taken = await valueOf(async () => {
      const lock = new Mutex();
      const filled = new Cond(lock);
      const cups: string[] = [];
      const taken: string[] = [];
      const take = async (name: string) => {
        await lock.lock();
        while (cups.length === 0) await filled.wait();
        taken.push(`${name} takes ${cups.shift()}`);
        lock.unlock();
      };
      go("early", take, "early");
      await yieldNow();
      go("late", take, "late");
      cups.push("tea");
      filled.signal();
      await sleep(1);
      cups.push("coffee");
      filled.signal();
      await sleep(1);
      return taken;
    });

    expect(taken).toEqual(["late takes tea", "early takes coffee"]);
  });

  test("without the lock is Go's fatal error", async () => {
    expect(await lastWords(() => new Cond(new Mutex()).wait())).toBe(
      "fatal error: sync: unlock of unlocked mutex",
    );
  });

  test("works with a writer's lock", async () => {
    const value = await valueOf(async () => {
      const lock = new RWMutex();
      const word = new Cond(lock);
      await lock.lock();
      go(async () => {
        await lock.lock();
        word.signal();
        lock.unlock();
      });
      await word.wait();
      return lock.tryRLock();
    });

    expect(value).toBe(false);
  });

  test("works with a reader's lock, as Go's RLocker", async () => {
    const isReadOnly = await valueOf(async () => {
      const lock = new RWMutex();
      const reader = {
        lock: () => lock.rLock(),
        unlock: () => lock.rUnlock(),
      };
      const word = new Cond(reader);
      await reader.lock();
      go(() => word.signal());
      await word.wait();
      return !lock.tryLock() && lock.tryRLock();
    });

    expect(isReadOnly).toBe(true);
  });

  test("outside any goroutine is refused, and the lock stays as it was", () => {
    const lock = new Mutex();
    lock.tryLock();

    expect(() => new Cond(lock).wait()).toThrow("wait outside any goroutine");
    expect(lock.tryLock()).toBe(false);
  });

  test("names its condition in a deadlock", async () => {
    const { report, goroutines } = await run(async () => {
      const lock = new Mutex();
      await lock.lock();
      await new Cond(lock).wait();
    });

    expect(report).toContain("goroutine 1 [sync.Cond.Wait]:");
    expect(goroutines[0]?.waits[0]?.on[0]).toMatch(/^cond#\d+$/);
  });
});
