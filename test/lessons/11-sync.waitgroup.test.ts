import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  external,
  go,
  goexit,
  panic,
  run,
  RuntimeError,
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

describe("a wait", () => {
  test("returns at once if nothing was ever added", async () => {
    expect(await valueOf(() => new WaitGroup().wait())).toBeUndefined();
  });

  test("lets nobody else go first if the count is zero", async () => {
    const order = await valueOf(async () => {
      const order: string[] = [];
      go(() => order.push("other"));
      await new WaitGroup().wait();
      order.push("main");
      return order;
    });

    expect(order).toEqual(["main"]);
  });

  test("is over when the last one is done, and not before", async () => {
    const story = await valueOf(async () => {
      const story: string[] = [];
      const all = new WaitGroup();
      all.add(2);
      go(async () => {
        await sleep(1);
        story.push("first");
        all.done();
        await sleep(1);
        story.push("second");
        all.done();
      });
      await all.wait();
      return [...story, "main"];
    });

    expect(story).toEqual(["first", "second", "main"]);
  });

  test("ends for everybody who waits, in the order of their waits", async () => {
    const woken = await valueOf(async () => {
      const woken: string[] = [];
      const work = new WaitGroup();
      const waiting = new WaitGroup();
      work.add(1);
      for (const name of ["alice", "bob", "carol"]) {
        waiting.go(async () => {
          await work.wait();
          woken.push(name);
        });
      }
      await yieldNow();
      work.done();
      await waiting.wait();
      return woken;
    });

    expect(woken).toEqual(["alice", "bob", "carol"]);
  });

  test("inside the loop that starts the work never ends", async () => {
    const waits = await stuck(async () => {
      const all = new WaitGroup();
      all.add(2);
      for (let count = 1; count <= 2; count++) {
        go(() => all.done());
        await all.wait();
      }
    });

    expect(waits).toEqual(["sync.WaitGroup.Wait"]);
  });

  test("returns too early if the goroutine adds itself", async () => {
    const told = await valueOf(async () => {
      let told = 0;
      const all = new WaitGroup();
      go(async () => {
        all.add(1);
        await sleep(1);
        told++;
        all.done();
      });
      await all.wait();
      return told;
    });

    expect(told).toBe(0);
  });

  test("names its counter in a deadlock", async () => {
    const { report, goroutines } = await run(async () => {
      const all = new WaitGroup();
      all.add(1);
      await all.wait();
    });

    expect(report).toContain("goroutine 1 [sync.WaitGroup.Wait]:");
    expect(goroutines[0]?.waits[0]?.on[0]).toMatch(/^waitgroup#\d+$/);
  });

  test("outside any goroutine is refused", () => {
    expect(() => new WaitGroup().wait()).toThrow("wait outside any goroutine");
  });
});

describe("the count", () => {
  test.each([
    ["done once too often", (all: WaitGroup) => all.done()],
    ["less than is there", (all: WaitGroup) => all.add(-2)],
  ])("panics below zero: %s", (_, fall) => {
    const all = new WaitGroup();
    all.add(1);
    all.done();

    const error = failureOf(() => fall(all));

    expect(error).toBeInstanceOf(RuntimeError);
    expect(error).toMatchObject({
      code: "NEGATIVE",
      message: "sync: negative WaitGroup counter",
    });
  });

  test("below zero ends the program if nobody catches it", async () => {
    expect(await lastWords(() => new WaitGroup().done())).toBe(
      "panic: sync: negative WaitGroup counter",
    );
  });

  test("is what it was after a panic that was caught", async () => {
    const waits = await stuck(async () => {
      const all = new WaitGroup();
      all.add(1);
      failureOf(() => all.add(-2));
      await all.wait();
    });

    expect(waits).toEqual(["sync.WaitGroup.Wait"]);
  });

  test.each([
    ["half of one", 1.5, "1.5"],
    ["no number", NaN, "NaN"],
    ["without end", Infinity, "Infinity"],
    ["a text", "1" as never, "1"],
    ["nothing", undefined as never, "undefined"],
  ])("refuses %s", (_, count, shown) => {
    expect(() => new WaitGroup().add(count)).toThrow(
      new RangeError(`expected a whole number to add, got ${shown}`),
    );
  });

  test("goes down by more than one", async () => {
    const all = new WaitGroup();
    all.add(3);
    all.add(-3);

    expect(await valueOf(() => all.wait())).toBeUndefined();
  });

  test("can be used again after zero", async () => {
    const rounds = await valueOf(async () => {
      const rounds: number[] = [];
      const all = new WaitGroup();
      for (let round = 1; round <= 3; round++) {
        all.go(() => rounds.push(round));
        await all.wait();
      }
      return rounds;
    });

    expect(rounds).toEqual([1, 2, 3]);
  });

  test("used again before the waiter has gone on still lets it go", async () => {
    const story = await valueOf(async () => {
      const story: string[] = [];
      const all = new WaitGroup();
      all.add(1);
      go(async () => {
        all.done();
        all.add(1);
        story.push("again");
        await sleep(1);
      });
      await all.wait();
      return [...story, "main"];
    });

    expect(story).toEqual(["again", "main"]);
  });

  test("may be lowered by a callback outside any goroutine", async () => {
    const value = await valueOf(
      async () => {
        const all = new WaitGroup();
        const source = external("a callback");
        all.add(1);
        setImmediate(() => {
          all.done();
          source.done();
        });
        await all.wait();
        return "told";
      },
      { clock: "real" },
    );

    expect(value).toBe("told");
  });

  test("is told to whoever traces the run", async () => {
    const events = await eventsOf(() => {
      const all = new WaitGroup();
      all.add(2);
      all.done();
      all.done();
    }, "sync");

    expect(events).toMatchObject([
      { goroutine: 1, state: "2" },
      { goroutine: 1, state: "1" },
      { goroutine: 1, state: "0" },
    ]);
  });
});

describe("WaitGroup.go", () => {
  test("counts before the body begins", async () => {
    const isDone = await valueOf(async () => {
      let isDone = false;
      const all = new WaitGroup();
      all.go(async () => {
        await sleep(1_000);
        isDone = true;
      });
      await all.wait();
      return isDone;
    });

    expect(isDone).toBe(true);
  });

  test("takes a body that is not async", async () => {
    const value = await valueOf(async () => {
      let value = 0;
      const all = new WaitGroup();
      all.go(() => (value = 7));
      await all.wait();
      return value;
    });

    expect(value).toBe(7);
  });

  test("gives the goroutine the name of the body", async () => {
    const events = await eventsOf(async () => {
      const all = new WaitGroup();
      all.go(function kitchen() {});
      await all.wait();
    }, "go");

    expect(events).toMatchObject([{ name: "" }, { name: "kitchen" }]);
  });

  test("counts ten thousand", async () => {
    const told = await valueOf(async () => {
      let told = 0;
      const all = new WaitGroup();
      for (let count = 0; count < 10_000; count++) {
        all.go(async () => {
          await yieldNow();
          told++;
        });
      }
      await all.wait();
      return told;
    });

    expect(told).toBe(10_000);
  });

  test("of a body that panics ends the program before anybody goes on", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1e6 }), async (seed) => {
        let isMainBack = false;
        const outcome = await run(
          async () => {
            const all = new WaitGroup();
            all.go(async () => {
              await yieldNow();
              panic("lost");
            });
            await all.wait();
            isMainBack = true;
          },
          quiet({ order: "random", seed }),
        );

        expect(outcome).toMatchObject({ kind: "panic", status: 2 });
        expect(outcome.report).toMatch(/^panic: lost\n/);
        expect(isMainBack).toBe(false);
      }),
      { seed: 11, numRuns: 30 },
    );
  });

  test("counts down for a body that leaves by goexit, or is caught", async () => {
    const value = await valueOf(async () => {
      const all = new WaitGroup();
      all.go(() => goexit());
      all.go(async () => {
        await Promise.reject(new Error("lost")).catch(() => undefined);
      });
      await all.wait();
      return "all done";
    });

    expect(value).toBe("all done");
  });

  test("outside any goroutine is refused", () => {
    expect(() => new WaitGroup().go(() => undefined)).toThrow(
      "go outside any goroutine",
    );
  });
});

function failureOf(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  return undefined;
}
