import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  go,
  now,
  run,
  RWMutex,
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

/** Starts a goroutine that reads, or writes, for `ms` and tells `story`. */
function visitors(lock: RWMutex, story: string[]) {
  const all = new WaitGroup();
  const visit = async (name: string, ms: number) => {
    story.push(`${name} in`);
    await sleep(ms);
    story.push(`${name} out`);
  };
  return {
    all,
    reads: (name: string, ms: number) =>
      all.go(async () => {
        await lock.rLock();
        await visit(name, ms);
        lock.rUnlock();
      }),
    writes: (name: string, ms: number) =>
      all.go(async () => {
        await lock.lock();
        await visit(name, ms);
        lock.unlock();
      }),
  };
}

describe("readers and writers", () => {
  test("read together", async () => {
    const time = await valueOf(async () => {
      const { all, reads } = visitors(new RWMutex(), []);
      reads("alice", 10);
      reads("bob", 10);
      reads("carol", 10);
      await all.wait();
      return now();
    });

    expect(time).toBe(10);
  });

  test("write alone", async () => {
    const story: string[] = [];
    await valueOf(async () => {
      const { all, reads, writes } = visitors(new RWMutex(), story);
      writes("dave", 10);
      writes("erin", 10);
      reads("alice", 10);
      await all.wait();
    });

    expect(story.join(", ")).toBe(
      "dave in, dave out, alice in, alice out, erin in, erin out",
    );
  });

  test("keep a writer waiting until the last reader is gone", async () => {
    const story: string[] = [];
    await valueOf(async () => {
      const { all, reads, writes } = visitors(new RWMutex(), story);
      reads("alice", 10);
      reads("bob", 30);
      writes("dave", 10);
      await all.wait();
    });

    expect(story.join(", ")).toBe(
      "alice in, bob in, alice out, bob out, dave in, dave out",
    );
  });

  test("keep a new reader waiting behind a writer who waits", async () => {
    const story: string[] = [];
    await valueOf(async () => {
      const { all, reads, writes } = visitors(new RWMutex(), story);
      reads("alice", 10);
      writes("dave", 10);
      reads("bob", 10);
      await all.wait();
    });

    expect(story.join(", ")).toBe(
      "alice in, alice out, dave in, dave out, bob in, bob out",
    );
  });

  test("let readers who waited in before the next writer", async () => {
    const story: string[] = [];
    await valueOf(async () => {
      const { all, reads, writes } = visitors(new RWMutex(), story);
      writes("dave", 10);
      writes("erin", 10);
      reads("alice", 10);
      reads("bob", 20);
      await all.wait();
    });

    expect(story.join(", ")).toBe(
      "dave in, dave out, alice in, bob in, alice out, bob out, erin in, erin out",
    );
  });

  test("never starve a writer, although readers come and go", async () => {
    const written = await valueOf(async () => {
      let written = 0;
      const lock = new RWMutex();
      const read = async () => {
        for (;;) {
          await lock.rLock();
          await sleep(10);
          lock.rUnlock();
        }
      };
      go(read);
      await sleep(5);
      go(read);
      await lock.lock();
      written++;
      return written;
    });

    expect(written).toBe(1);
  });
});

describe("a deadlock of readers and writers", () => {
  test("is read, write, read: the writer waits between them", async () => {
    const waits = await stuck(async () => {
      const lock = new RWMutex();
      await lock.rLock();
      go("writer", () => lock.lock());
      await yieldNow();
      await lock.rLock();
    });

    expect(waits).toEqual(["sync.RWMutex.RLock", "sync.RWMutex.Lock"]);
  });

  test("is not read, read, without a writer between", async () => {
    const value = await valueOf(async () => {
      const lock = new RWMutex();
      await lock.rLock();
      await lock.rLock();
      return "both";
    });

    expect(value).toBe("both");
  });

  test("is a reader who wants to write without reading no more", async () => {
    const waits = await stuck(async () => {
      const lock = new RWMutex();
      await lock.rLock();
      await lock.lock();
    });

    expect(waits).toEqual(["sync.RWMutex.Lock"]);
  });

  test("is a writer who wants to read", async () => {
    const waits = await stuck(async () => {
      const lock = new RWMutex();
      await lock.lock();
      await lock.rLock();
    });

    expect(waits).toEqual(["sync.RWMutex.RLock"]);
  });

  test("names the writer for whom a new reader waits", async () => {
    const { report } = await run(async () => {
      const lock = new RWMutex();
      await lock.rLock();
      go("writer", () => lock.lock());
      await yieldNow();
      await lock.rLock();
    }, quiet({}));

    expect(report).toMatch(
      /waits for rwmutex#\d+: goroutine 2 \(writer\) waits to write/,
    );
  });
});

describe("a try", () => {
  test.each([
    ["to write a free one succeeds", free, "tryLock", true],
    ["to read a free one succeeds", free, "tryRLock", true],
    ["to write while somebody reads fails", isRead, "tryLock", false],
    ["to read while somebody reads succeeds", isRead, "tryRLock", true],
    ["to write while somebody writes fails", isWritten, "tryLock", false],
    ["to read while somebody writes fails", isWritten, "tryRLock", false],
    ["to read while a writer waits fails", isAwaited, "tryRLock", false],
    ["to write while a writer waits fails", isAwaited, "tryLock", false],
  ] as const)("%s", async (_, make, operation, expected) => {
    const isTaken = await valueOf(async () => (await make())[operation]());

    expect(isTaken).toBe(expected);
  });

  test("needs no goroutine, because it never waits", () => {
    const lock = new RWMutex();

    expect([lock.tryRLock(), lock.tryRLock(), lock.tryLock()]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe("an unlock", () => {
  const notLocked = "fatal error: sync: Unlock of unlocked RWMutex";
  const notRead = "fatal error: sync: RUnlock of unlocked RWMutex";

  test.each([
    ["of a free one", free, "unlock", notLocked],
    ["of one that is only read", isRead, "unlock", notLocked],
    ["by a reader, of a free one", free, "rUnlock", notRead],
    ["by a reader, of one that is written", isWritten, "rUnlock", notRead],
  ] as const)("%s is a fatal error", async (_, make, operation, words) => {
    expect(await lastWords(async () => (await make())[operation]())).toBe(
      words,
    );
  });

  test("may come from another goroutine than the lock", async () => {
    const order = await valueOf(async () => {
      const lock = new RWMutex();
      await lock.rLock();
      go(() => lock.rUnlock());
      await lock.lock();
      go(() => lock.unlock());
      await lock.rLock();
      return "read again";
    });

    expect(order).toBe("read again");
  });
});

describe("outside any goroutine", () => {
  test.each(["lock", "rLock"] as const)("%s is refused", (operation) => {
    const lock = new RWMutex();

    expect(() => lock[operation]()).toThrow("lock outside any goroutine");
    expect(lock.tryLock()).toBe(true);
  });

  test.each(["unlock", "rUnlock"] as const)("%s is refused", (operation) => {
    expect(() => new RWMutex()[operation]()).toThrow(
      "unlock outside any goroutine",
    );
  });
});

describe("whoever goes first", () => {
  const visits = fc.array(
    fc.record({ writes: fc.boolean(), waits: fc.integer({ min: 0, max: 3 }) }),
    { minLength: 2, maxLength: 8 },
  );
  const seeds = fc.integer({ min: 0, max: 0xffffffff });

  test("a writer is alone, and everybody gets in", async () => {
    await fc.assert(
      fc.asyncProperty(visits, seeds, async (visits, seed) => {
        const seen = await valueOf(() => observe(visits), {
          order: "random",
          seed,
        });

        expect(seen.overlaps).toEqual([]);
        expect(seen.entered).toBe(visits.length);
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  test("a lock that is left out would be seen", async () => {
    const visits = [
      { writes: true, waits: 2 },
      { writes: false, waits: 2 },
    ];
    const noLock = { enter: () => Promise.resolve(), leave: () => undefined };

    const seen = await valueOf(() => observe(visits, () => noLock));

    expect(seen.overlaps).not.toEqual([]);
  });
});

test("a lock for readers and writers tells who is inside", async () => {
  const events = await eventsOf(async () => {
    const lock = new RWMutex();
    await lock.rLock();
    await lock.rLock();
    lock.rUnlock();
    lock.rUnlock();
    await lock.lock();
    lock.unlock();
  }, "sync");

  expect(events.map((event) => "state" in event && event.state)).toEqual([
    "1 reading",
    "2 reading",
    "1 reading",
    "0 reading",
    "writing",
    "0 reading",
  ]);
});

function free(): RWMutex {
  return new RWMutex();
}

async function isRead(): Promise<RWMutex> {
  const lock = new RWMutex();
  await lock.rLock();
  return lock;
}

async function isWritten(): Promise<RWMutex> {
  const lock = new RWMutex();
  await lock.lock();
  return lock;
}

async function isAwaited(): Promise<RWMutex> {
  const lock = await isRead();
  go(() => lock.lock());
  await yieldNow();
  return lock;
}

interface Visit {
  writes: boolean;
  waits: number;
}

interface Door {
  enter: () => Promise<void>;
  leave: () => void;
}

function doorOf(lock: RWMutex, { writes }: Visit): Door {
  return writes
    ? { enter: () => lock.lock(), leave: () => lock.unlock() }
    : { enter: () => lock.rLock(), leave: () => lock.rUnlock() };
}

/** Lets all `visits` happen at once, and looks who was inside together. */
async function observe(visits: readonly Visit[], door = doorOf) {
  const lock = new RWMutex();
  const all = new WaitGroup();
  const overlaps: string[] = [];
  let [readers, writers, entered] = [0, 0, 0];
  const look = () => {
    if (writers > 1 || (writers === 1 && readers > 0)) {
      overlaps.push(`${writers} writing, ${readers} reading`);
    }
  };
  for (const visit of visits) {
    all.go(async () => {
      const { enter, leave } = door(lock, visit);
      await enter();
      entered++;
      if (visit.writes) writers++;
      else readers++;
      for (let wait = 0; wait < visit.waits; wait++) {
        look();
        await yieldNow();
      }
      look();
      if (visit.writes) writers--;
      else readers--;
      leave();
    });
  }
  await all.wait();
  return { overlaps, entered };
}
