import { describe, expect, test, vi } from "vitest";
import {
  Channel,
  Cond,
  external,
  go,
  goexit,
  Mutex,
  run,
  RWMutex,
  select,
  sleep,
  Ticker,
  WaitGroup,
} from "rendezvous";
import {
  readGoroutines,
  readHeaders,
  readOurs,
} from "./12-deadlock.reading.ts";

const never = () => Channel.nil<string>().receive();

async function report(body: () => unknown): Promise<string> {
  const outcome = await run(body, { clock: "virtual" });
  expect(outcome.status).toBe(2);
  return outcome.report;
}

async function goroutinesOf(body: () => unknown): Promise<string[][]> {
  return readGoroutines(await report(body));
}

describe("the waiting line", () => {
  test("is found through every helper, innermost first", async () => {
    const words = new Channel<string>();
    const inner = async () => {
      await words.receive();
    };
    async function middle() {
      await inner();
    }
    async function outer() {
      await middle();
    }

    const [main] = await goroutinesOf(async () => {
      await outer();
    });

    expect(main).toEqual([
      "1 [chan receive]",
      "inner: await words.receive();",
      "middle: await inner();",
      "outer: await middle();",
      "main: await outer();",
    ]);
  });

  test("is that of the round in which a loop stopped", async () => {
    const words = new Channel<string>(2);

    const [main] = await goroutinesOf(async () => {
      for (let round = 0; round < 5; round++) {
        await words.send("hello");
      }
    });

    expect(main).toEqual(["1 [chan send]", 'main: await words.send("hello");']);
  });

  test("is the head of a for await loop", async () => {
    const words = new Channel<string>();

    const [main] = await goroutinesOf(async () => {
      for await (const word of words) console.log(word);
    });

    expect(main).toEqual([
      "1 [chan receive]",
      "main: word of words) console.log(word);",
    ]);
  });

  test("is that of the Promise.all, once for all of its waits", async () => {
    const [left, right] = [new Channel<string>(), new Channel<string>()];

    const [main] = await goroutinesOf(async () => {
      await Promise.all([left.receive(), right.send("hello")]);
    });

    expect(main).toEqual([
      "1 [chan receive, chan send]",
      'main: await Promise.all([left.receive(), right.send("hello")]);',
    ]);
  });

  test("is found inside try, switch, a method and a constructor's helper", async () => {
    class Desk {
      readonly bell = new Channel<string>();
      async ring(times: number) {
        switch (times) {
          case 1:
            try {
              await this.bell.send("ring");
            } finally {
              console.log("never printed");
            }
        }
      }
    }

    const [main] = await goroutinesOf(async () => {
      await new Desk().ring(1);
    });

    expect(main).toEqual([
      "1 [chan send]",
      '(*Desk).ring: await this.bell.send("ring");',
      "main: await new Desk().ring(1);",
    ]);
  });

  test("is that of a select, a lock, a counter and a condition", async () => {
    const [lock, group] = [new Mutex(), new WaitGroup()];
    const cond = new Cond(new Mutex());

    const goroutines = await goroutinesOf(async () => {
      await lock.lock();
      group.add(1);
      go(async function locks() {
        await lock.lock();
      });
      go(async function counts() {
        await group.wait();
      });
      go(async function listens() {
        await cond.locker.lock();
        await cond.wait();
      });
      await select({ a: new Channel<string>(), b: new Channel<string>() });
    });

    expect(goroutines.map(([, line]) => line)).toEqual([
      "main: await select({ a: new Channel<string>(), b: new Channel<string>() });",
      "locks: await lock.lock();",
      "counts: await group.wait();",
      "listens: await cond.wait();",
    ]);
  });

  test("is found for a body that hands its only wait back unawaited", async () => {
    const words = new Channel<string>();

    const [, other] = await goroutinesOf(async () => {
      go("hands", () => words.send("hello"));
      await never();
    });

    expect(other?.slice(0, 1)).toEqual(["2 [chan send]"]);
  });

  test(
    "of 10,000 goroutines is found in seconds",
    { timeout: 60_000 },
    async () => {
      const many = 10_000;
      const started = performance.now();

      const text = await report(async () => {
        let left = new Channel<number>();
        for (let each = 0; each < many; each++) {
          const [from, to] = [new Channel<number>(), left];
          left = from;
          go("link", async () => {
            await to.send((await from.receive()) ?? 0);
          });
        }
        await left.receive();
      });

      const goroutines = readGoroutines(text);
      expect(goroutines).toHaveLength(many + 1);
      expect(goroutines.at(-1)?.slice(0, 2)).toEqual([
        `${many + 1} [chan receive]`,
        "link: await from.receive()) ?? 0);",
      ]);
      expect(performance.now() - started).toBeLessThan(30_000);
    },
  );
});

describe("an await that was forgotten", () => {
  test("is named, with the place of the call", async () => {
    const text = await report(async () => {
      const words = new Channel<string>();
      void words.send("hello");
      await never();
    });

    expect(readOurs(text)).toMatch(
      /nobody awaits this: goroutine 1 \(main\), chan send on chan#\d+ at test\/lessons\/12-deadlock\.report\.test\.ts:\d+:\d+\n/,
    );
  });

  test("is named for the loser of a Promise.race", async () => {
    const text = await report(async () => {
      await Promise.race([new Channel<string>().receive(), sleep(1)]);
      await never();
    });

    expect(readOurs(text)).toContain(
      "nobody awaits this: goroutine 1 (main), chan receive on",
    );
  });

  test("is named once, however many rounds of a loop left it behind", async () => {
    const words = new Channel<string>();
    const text = await report(async () => {
      for (let round = 0; round < 3; round++) {
        await Promise.race([words.receive(), sleep(1)]);
      }
      await words.receive();
    });

    expect(readGoroutines(text)).toEqual([
      ["1 [chan receive]", "main: await words.receive();"],
    ]);
    expect(text.match(/waits on/g)).toHaveLength(1);
    expect(text.match(/nobody awaits this/g)).toHaveLength(1);
  });

  test("is not claimed of a body that hands several waits back at once", async () => {
    const [left, right] = [new Channel<string>(), new Channel<string>()];
    const text = await report(() =>
      Promise.all([left.receive(), right.send("hello")]),
    );

    expect(text).not.toContain("nobody awaits");
  });

  test("is not claimed of one that is awaited later", async () => {
    const text = await report(async () => {
      const later = new Channel<string>().receive();
      await later;
    });

    expect(text).not.toContain("nobody awaits");
  });

  test("is claimed of nobody where the engine does not tell", async () => {
    vi.spyOn(Error, "prepareStackTrace").mockReturnValue("");
    const text = await report(async () => {
      const [left, right] = [new Channel<string>(), new Channel<string>()];
      await Promise.all([left.receive(), right.receive()]);
    });
    vi.restoreAllMocks();

    expect(text).not.toContain("nobody awaits");
    expect(readHeaders(text)).toEqual(["1 [chan receive]"]);
  });
});

describe("Go's part of the report", () => {
  test("begins with the fatal error and main, and lists all by number (GO-83, GO-85)", async () => {
    const text = await report(async () => {
      go("first", never);
      go("second", never);
      await never();
    });

    expect(text).toMatch(
      /^fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 \[chan receive \(nil chan\)\]:\nmain\.main\(\.\.\.\)\n/,
    );
    expect(readHeaders(text)).toEqual([
      "1 [chan receive (nil chan)]",
      "2 [chan receive (nil chan)]",
      "3 [chan receive (nil chan)]",
    ]);
  });

  test("gives every reason in Go's later words (GO-86, GO-87)", async () => {
    const text = await report(async () => {
      const [words, other] = [new Channel<string>(), new Channel<string>()];
      const [lock, shared, read] = [new Mutex(), new RWMutex(), new RWMutex()];
      const [cond, group] = [new Cond(new Mutex()), new WaitGroup()];
      group.add(1);
      await lock.lock();
      await shared.rLock();
      await read.lock();
      const waits: (() => unknown)[] = [
        () => words.send("hello"),
        () => other.receive(),
        () => Channel.nil<string>().send("hello"),
        () => Channel.nil<string>().receive(),
        () => select({ a: new Channel<string>(), b: new Channel<string>() }),
        () => lock.lock(),
        () => shared.lock(),
        () => read.rLock(),
        () => group.wait(),
        () => cond.locker.lock().then(() => cond.wait()),
      ];
      waits.forEach((wait) => go("waits", wait));
      await select({});
    });

    expect(readHeaders(text)).toEqual([
      "1 [select (no cases)]",
      "2 [chan send]",
      "3 [chan receive]",
      "4 [chan send (nil chan)]",
      "5 [chan receive (nil chan)]",
      "6 [select]",
      "7 [sync.Mutex.Lock]",
      "8 [sync.RWMutex.Lock]",
      "9 [sync.RWMutex.RLock]",
      "10 [sync.WaitGroup.Wait]",
      "11 [sync.Cond.Wait]",
    ]);
  });

  test("says who started a goroutine, and in which one (GO-88)", async () => {
    const text = await report(async () => {
      go(async function parent() {
        go(async function child() {
          await never();
        });
        await never();
      });
      await never();
    });

    expect(text).toMatch(
      /main\.parent\(\.\.\.\)\n\t.+\ncreated by main\.main in goroutine 1\n/,
    );
    expect(text).toMatch(
      /main\.child\(\.\.\.\)\n\t.+\ncreated by main\.parent in goroutine 2\n/,
    );
  });

  test("shows no goroutine that has ended, and no helper of the runtime", async () => {
    const text = await report(async () => {
      go("ends", () => "at once");
      const group = new WaitGroup();
      group.go(() => "at once");
      await sleep(5);
      await never();
    });

    expect(readHeaders(text)).toEqual(["1 [chan receive (nil chan)]"]);
    expect(text).not.toMatch(/lessons\/\d\d-\w+\/\w+\.ts/);
  });

  test("knows no circle; it stands below, labelled (GO-94)", async () => {
    const text = await report(async () => {
      const lock = new Mutex();
      await lock.lock();
      await lock.lock();
    });

    const [gos, ours] = text.split("the rest is ours, Go does not say it:");
    expect(gos).not.toContain("circle");
    expect(ours).toContain("in a circle:");
  });

  test("is followed by what a nil channel is, in words", async () => {
    expect(readOurs(await report(never))).toMatch(
      /^ {2}goroutine 1 \(main\) {2}waits on a nil channel\n/,
    );
  });

  test("is all there is when nothing of ours can be added", async () => {
    const text = await report(() => select({}));

    expect(readOurs(text)).toBe(
      "this holds if nothing undeclared is pending\n",
    );
  });
});

describe("a deadlock", () => {
  test("cannot be caught, and runs no finally (GO-84)", async () => {
    const seen: string[] = [];
    await report(async () => {
      try {
        await never();
      } catch {
        seen.push("caught");
      } finally {
        seen.push("finally");
      }
    });
    await new Promise(setImmediate);

    expect(seen).toEqual([]);
  });

  test("waits until the last sleeper has woken (GO-91)", async () => {
    const seen: string[] = [];
    const text = await report(async () => {
      go("sleeper", async () => {
        await sleep(60_000);
        seen.push("a minute has passed");
      });
      await never();
    });

    expect(seen).toEqual(["a minute has passed"]);
    expect(readHeaders(text)).toEqual(["1 [chan receive (nil chan)]"]);
  });

  test("is not hidden by a ticker that nobody listens to (GO-92)", async () => {
    const text = await report(async () => {
      new Ticker(10);
      await never();
    });

    expect(readHeaders(text)).toEqual(["1 [chan receive (nil chan)]"]);
  });

  test("is not declared while something outside is pending (GO-93)", async () => {
    const words = new Channel<string>();
    const { kind, value } = await run(async () => {
      const source = external("socket");
      setTimeout(() => {
        words.trySend("it came");
        source.done();
      }, 20);
      return words.receive();
    });

    expect({ kind, value }).toEqual({ kind: "returned", value: "it came" });
  });

  test("is declared once the last source is done, and nothing has come", async () => {
    const { kind } = await run(async () => {
      const source = external("socket");
      setTimeout(() => source.done(), 20);
      await new Channel<string>().receive();
    });

    expect(kind).toBe("deadlock");
  });

  test("after main's goexit is told by its own words, if nobody is left", async () => {
    const text = await report(() => {
      go("ends", () => "at once");
      goexit();
    });

    expect(text).toMatch(
      /^fatal error: no goroutines \(main called runtime\.Goexit\) - deadlock!\n/,
    );
  });

  test("after main's goexit lists the others, if they are stuck", async () => {
    const text = await report(() => {
      go("stuck", never);
      goexit();
    });

    expect(readHeaders(text)).toEqual(["2 [chan receive (nil chan)]"]);
  });

  test("is no other fatal error: that one names who did it, and no circle (GO-95)", async () => {
    const text = await report(async () => {
      const lock = new Mutex();
      await lock.lock();
      go("second", () => lock.lock());
      await sleep(1);
      new Mutex().unlock();
    });

    expect(text).toMatch(
      /^fatal error: sync: unlock of unlocked mutex\n\ngoroutine 1 \[running\]:\n/,
    );
    expect(readOurs(text)).toBe("");
  });
});
