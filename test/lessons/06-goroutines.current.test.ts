import { describe, expect, test } from "vitest";
import {
  exit,
  external,
  go,
  goroutines,
  now,
  run,
  sleep,
  yieldNow,
} from "../../lessons/index.ts";
import { foreign, foreignTurns, tell } from "./06-goroutines.story.ts";

const sleeping = { reason: "sleep", on: [] };
const outside = { reason: "IO wait", on: [] };

describe("what a goroutine waits for", () => {
  test("is two things after Promise.all over two, and it is one goroutine", async () => {
    const { outcome } = await tell(async () => {
      go("bob", async () => {
        await Promise.all([sleep(10), sleep(20)]);
      });
      await yieldNow();
      return goroutines();
    });

    expect(outcome.value).toMatchObject([
      { id: 1, waits: [] },
      { id: 2, name: "bob", waits: [sleeping, sleeping] },
    ]);
  });

  test("is what is left of them when one has come", async () => {
    const { outcome } = await tell(async () => {
      go("bob", async () => {
        await Promise.all([sleep(10), sleep(30)]);
      });
      await sleep(20);
      return goroutines();
    });

    expect(outcome.value).toMatchObject([
      { id: 1 },
      { id: 2, waits: [sleeping], isAbroad: false },
    ]);
  });

  test("is charged to it, not to whoever runs after it", async () => {
    const { events } = await tell(async () => {
      go("bob", async () => {
        await sleep(5);
      });
      await Promise.all([sleep(10), sleep(20)]);
    });

    const sleeps = events.filter(({ kind }) => kind === "sleep");
    expect(sleeps).toMatchObject([
      { goroutine: 1, until: 10 },
      { goroutine: 1, until: 20 },
      { goroutine: 2, until: 5 },
    ]);
  });

  test("can end in the order of the alarms, not of the calls", async () => {
    const { lines } = await tell(async (say) => {
      const nap = async (ms: number) => {
        await sleep(ms);
        say(String(ms));
      };
      await Promise.all([nap(30), nap(10), nap(20)]);
    });

    expect(lines).toEqual(["10", "20", "30"]);
  });

  test("is found through helpers that await for it", async () => {
    const inner = async () => {
      await sleep(5);
      return "found";
    };
    const outer = async () => await inner();

    const { outcome, events } = await tell(async () => {
      go("bob", () => sleep(1));
      return outer();
    });

    expect(outcome.value).toBe("found");
    expect(events.filter(({ kind }) => kind === "sleep")).toMatchObject([
      { goroutine: 1 },
      { goroutine: 2 },
    ]);
  });

  test("may be the first of several", async () => {
    const { outcome } = await tell(async () => {
      await Promise.race([sleep(10), sleep(Infinity)]);
      return now();
    });

    expect(outcome).toMatchObject({ kind: "returned", value: 10 });
  });
});

describe("a forgotten await", () => {
  test("is named with its line when its goroutine ends", async () => {
    const { warnings } = await tell(async () => {
      go("bob", async () => {
        void sleep(10);
      });
      await sleep(1);
    });

    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /^goroutine 2 \(bob\) has ended, and nobody awaited its sleep at .*06-goroutines\.current\.test\.ts:\d+:\d+$/,
    );
  });

  test("is named once for each", async () => {
    const { warnings } = await tell(async () => {
      void sleep(10);
      void sleep(20);
    });

    expect(warnings).toHaveLength(2);
  });

  test("leaves the operations after it with their goroutine", async () => {
    const { events } = await tell(async () => {
      go("bob", () => sleep(5));
      void sleep(1);
      await sleep(0);
      await sleep(10);
    });

    const sleeps = events.filter(({ kind }) => kind === "sleep");
    expect(sleeps).toMatchObject([
      { goroutine: 1, until: 1 },
      { goroutine: 1, until: 10 },
      { goroutine: 2, until: 5 },
    ]);
  });

  test("of an operation that is over is not mentioned", async () => {
    const { warnings } = await tell(async () => {
      void sleep(1);
      await sleep(10);
    });

    expect(warnings).toEqual([]);
  });
});

describe("a goroutine that awaits what the runtime does not know", () => {
  test("is abroad, and called so", async () => {
    const { outcome, events } = await tell(async () => {
      go("bob", async () => {
        await foreignTurns(20);
      });
      await external(foreignTurns(10));
      return goroutines();
    });

    expect(outcome.value).toMatchObject([
      { id: 1, isAbroad: false },
      { id: 2, isAbroad: true, waits: [] },
    ]);
    expect(events).toContainEqual(
      expect.objectContaining({ time: 0, goroutine: 2, kind: "abroad" }),
    );
  });

  test("does not keep the others from running", async () => {
    const { lines } = await tell(
      async (say) => {
        go(async () => {
          await foreignTurns(50);
          say("back");
        });
        await yieldNow();
        say("main");
        await external(foreignTurns(100));
      },
      { clock: "real" },
    );

    expect(lines).toEqual(["main", "back"]);
  });

  test("is known again when it is the only one abroad", async () => {
    const { events, outcome } = await tell(async () => {
      go("bob", async () => {
        await foreignTurns(5);
        await sleep(7);
        go("child", () => undefined);
      });
      await external(foreignTurns(20));
      await sleep(10);
    });

    expect(outcome.kind).toBe("returned");
    expect(events).toContainEqual(
      expect.objectContaining({ kind: "sleep", goroutine: 2 }),
    );
    expect(events).toContainEqual(
      expect.objectContaining({ kind: "go", name: "child", goroutine: 2 }),
    );
  });

  test("is known again although another one is woken before it", async () => {
    const returns = async (depth: number, gate: Promise<void>) => {
      if (depth > 0) return returns(depth - 1, gate);
      await gate;
    };

    const { events, outcome } = await tell(async () => {
      const gate = foreignTurns(5);
      go("bob", async () => {
        await external(gate);
        await sleep(5);
      });
      await returns(3, gate);
      await sleep(7);
    });

    const sleeps = events.filter(({ kind }) => kind === "sleep");
    expect(outcome).toMatchObject({ kind: "returned", goroutines: [] });
    expect(sleeps).toMatchObject([
      { goroutine: 1, until: 7 },
      { goroutine: 2, until: 5 },
    ]);
  });

  test("is not guessed when several are abroad", async () => {
    const away = async () => {
      await foreignTurns(5);
      await sleep(1);
    };

    const { events, outcome } = await tell(async () => {
      go("bob", away);
      go("carol", away);
      await external(foreignTurns(20));
      await sleep(10);
    });

    expect(outcome).toMatchObject({ kind: "returned", goroutines: [] });
    expect(events.find(({ kind }) => kind === "sleep")?.goroutine).toBe(0);
  });

  test("may end there, or fail", async () => {
    const ended = await tell(async () => {
      await foreign(1);
      return "back";
    });
    const failed = await tell(async () => {
      await foreign(1);
      throw new Error("abroad");
    });

    expect(ended.outcome).toMatchObject({ kind: "returned", value: "back" });
    expect(failed.outcome.report).toMatch(/^panic: abroad\n/);
  });

  test("is no deadlock, although nobody else can go on", async () => {
    const { outcome } = await tell(async () => {
      go(() => sleep(Infinity));
      await foreignTurns(20);
      return "back";
    });

    expect(outcome).toMatchObject({ kind: "returned", value: "back" });
  });
});

describe("outside any goroutine", () => {
  test.each([
    ["sleep", () => sleep(1)],
    ["yield", () => yieldNow()],
    ["external", () => external(Promise.resolve())],
    ["external", () => external("socket")],
    ["go", () => go(() => undefined)],
    ["exit", () => exit(0)],
    ["now", () => now()],
  ])("%s says that it is", (name, call) => {
    expect(call).toThrow(`${name} outside any goroutine`);
  });

  test("is where a callback is, even while a run goes on", async () => {
    const { outcome } = await tell(async () => {
      const attempt = new Promise<unknown>((resolve) =>
        setImmediate(() => {
          try {
            resolve(sleep(1));
          } catch (error) {
            resolve(error);
          }
        }),
      );
      return String(await external(attempt));
    });

    expect(outcome.value).toBe("RuntimeError: sleep outside any goroutine");
  });

  test("a callback may start a goroutine of the only run", async () => {
    const { lines, events } = await tell(async (say) => {
      const source = external("socket");
      setImmediate(() => {
        go("handler", say, "a message");
        source.done();
      });
      await external(foreignTurns(5));
    });

    expect(lines).toEqual(["a message"]);
    expect(events).toContainEqual(
      expect.objectContaining({ kind: "go", name: "handler", goroutine: 0 }),
    );
  });
});

describe("external", () => {
  test("resolves with what the promise gives", async () => {
    const { outcome } = await tell(() => external(foreign("a page")));

    expect(outcome.value).toBe("a page");
  });

  test("rejects with what the promise throws", async () => {
    const { outcome } = await tell(async () => {
      try {
        return await external(Promise.reject(new Error("no page")));
      } catch (error) {
        return (error as Error).message;
      }
    });

    expect(outcome.value).toBe("no page");
  });

  test("is an IO wait, and no deadlock (GO-93)", async () => {
    const { outcome } = await tell(async () => {
      go("bob", () => external(foreignTurns(20)));
      await external(foreignTurns(10));
      return goroutines();
    });

    expect(outcome.value).toMatchObject([
      { id: 1 },
      { id: 2, waits: [outside], isAbroad: false },
    ]);
    expect(outcome.kind).toBe("returned");
  });

  test("of a promise that fails while others are abroad can be caught", async () => {
    const { outcome } = await tell(async () => {
      go(() => foreignTurns(20));
      await yieldNow();
      const failing = foreign(1).then(() => {
        throw new Error("no page");
      });
      return external(failing).catch((error: Error) => error.message);
    });

    expect(outcome.value).toBe("no page");
  });

  test("that fails when its run is over disturbs nobody", async () => {
    let fail: (error: Error) => void = () => undefined;
    await tell(async () => {
      go(() => external(new Promise((_, reject) => (fail = reject))));
      await yieldNow();
    });

    fail(new Error("too late"));
    await foreignTurns(3);

    expect((await tell(() => 1)).outcome.value).toBe(1);
  });

  test("with a name keeps a run from its deadlock until it is done", async () => {
    const lines: string[] = [];

    const { outcome } = await tell(async () => {
      const source = external("socket");
      void foreignTurns(10).then(() => {
        lines.push("done");
        source.done();
      });
      await sleep(Infinity);
    });

    expect(lines).toEqual(["done"]);
    expect(outcome.kind).toBe("deadlock");
  });

  test("with a name is done once, however often that is said", async () => {
    const { outcome } = await tell(async () => {
      const one = external("one");
      one.done();
      one.done();
      const other = external("other");
      await external(foreignTurns(2));
      other.done();
      return other.label;
    });

    expect(outcome).toMatchObject({ kind: "returned", value: "other" });
  });

  test("keeps a virtual clock from jumping while it is pending", async () => {
    const { lines } = await tell(async (say) => {
      go(async () => {
        await sleep(60_000);
        say("a minute is over");
      });
      await external(foreignTurns(30));
      say(`the page comes at ${now()}`);
      await sleep(60_001);
    });

    expect(lines).toEqual(["the page comes at 0", "a minute is over"]);
  });
});

describe("a run in a run", () => {
  test("is waited for as for any IO", async () => {
    const { outcome } = await tell(async () => {
      go("observer", async () => undefined);
      const inner = await tell(async () => {
        await sleep(1_000);
        return "inner";
      });
      return inner.outcome.value;
    });

    expect(outcome.value).toBe("inner");
  });

  test("ends alone in its deadlock", async () => {
    const { outcome } = await tell(async () => {
      const { kind } = await run(() => sleep(Infinity), { clock: "virtual" });
      await sleep(1);
      return kind;
    });

    expect(outcome).toMatchObject({ kind: "returned", value: "deadlock" });
  });

  test("panics alone, and exits alone", async () => {
    const { outcome } = await tell(async () => {
      const panicked = await run(() => {
        throw new Error("inner");
      });
      const exited = await run(() => exit(7));
      return [panicked.status, exited.status];
    });

    expect(outcome).toMatchObject({ kind: "returned", value: [2, 7] });
  });

  test("has its own goroutines, counted from 1", async () => {
    const { outcome } = await tell(async () => {
      go(() => undefined);
      const inner = await run(() => goroutines().map(({ id }) => id));
      return inner.value;
    });

    expect(outcome.value).toEqual([1]);
  });
});

describe("several runs at once", () => {
  const napping = (name: string) =>
    tell(async (say) => {
      go("child", async () => {
        await sleep(10);
        say(`${name}'s child at ${now()}`);
      });
      await sleep(20);
      say(`${name} at ${now()}`);
    });

  test("keep their clocks and goroutines apart", async () => {
    const [one, two] = await Promise.all([napping("one"), napping("two")]);

    expect(one.lines).toEqual(["one's child at 10", "one at 20"]);
    expect(two.lines).toEqual(["two's child at 10", "two at 20"]);
    expect(one.events).toEqual(two.events);
  });

  test("end alone", async () => {
    const [stuck, fine, loud] = await Promise.all([
      tell(() => sleep(Infinity)),
      napping("fine"),
      tell(async () => {
        await sleep(1);
        throw new Error("loud");
      }),
    ]);

    expect(stuck.outcome.kind).toBe("deadlock");
    expect(fine.outcome.kind).toBe("returned");
    expect(loud.outcome.kind).toBe("panic");
  });

  test("are told apart when one of each comes back from abroad", async () => {
    const away = () =>
      tell(async () => {
        await foreignTurns(5);
        await sleep(1);
      });

    const [one, two] = await Promise.all([away(), away()]);

    expect(one.outcome.report + two.outcome.report).toContain(
      "expected its foreign promise in external()",
    );
  });
});
