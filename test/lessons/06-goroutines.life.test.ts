import { describe, expect, test, vi } from "vitest";
import {
  exit,
  go,
  goexit,
  type Host,
  Panic,
  panic,
  run,
  RuntimeError,
  sleep,
  yieldNow,
} from "../../lessons/index.ts";
import { type Say, tell } from "./06-goroutines.story.ts";

describe("when main returns", () => {
  test("the run ends with status 0, its value and no report", async () => {
    const { outcome } = await tell(async () => "done");

    expect(outcome).toEqual({
      kind: "returned",
      status: 0,
      value: "done",
      error: undefined,
      report: "",
      circles: [],
      goroutines: [],
      seed: 1,
    });
  });

  test("the run ends even if main is no async function", async () => {
    const { outcome } = await tell(() => 42);

    expect(outcome).toMatchObject({ kind: "returned", value: 42 });
  });

  test("the others are gone, and their finally blocks do not run (GO-75)", async () => {
    const { lines, outcome } = await tell(async (say) => {
      go("bob", async () => {
        try {
          say("bob waits");
          await sleep(10);
        } finally {
          say("bob cleans up");
        }
      });
      await sleep(5);
      say("main returns");
    });
    await sleepOutside();

    expect(lines).toEqual(["bob waits", "main returns"]);
    expect(outcome.goroutines).toMatchObject([{ id: 2, name: "bob" }]);
  });

  test("one that never had its turn does not begin", async () => {
    const { lines } = await tell(async (say) => {
      go(say, "bob");
    });
    await sleepOutside();

    expect(lines).toEqual([]);
  });

  test("one that was stuck is no deadlock (GO-90)", async () => {
    const { outcome } = await tell(async () => {
      go(() => sleep(Infinity));
      await sleep(1);
    });

    expect(outcome).toMatchObject({ kind: "returned", status: 0, report: "" });
  });

  test("in a strict run, one that still waits is a deadlock", async () => {
    const { outcome } = await tell(
      async () => {
        go("bob", () => sleep(Infinity));
        await yieldNow();
      },
      { strict: true },
    );

    expect(outcome).toMatchObject({ kind: "deadlock", status: 2 });
    expect(outcome.report).toMatch(
      /^deadlock: main bubble goroutine has exited but blocked goroutines remain\n\ngoroutine 2 \[sleep\]:\n/,
    );
  });

  test("in a strict run, those who can still go on do, and may finish", async () => {
    const { lines, outcome } = await tell(
      async (say) => {
        go(async () => {
          await yieldNow();
          say("bob is done");
        });
        return "main is done";
      },
      { strict: true },
    );

    expect(lines).toEqual(["bob is done"]);
    expect(outcome).toMatchObject({ kind: "returned", value: "main is done" });
  });

  test("in a strict run, nobody left is no deadlock", async () => {
    const { outcome } = await tell(
      async () => {
        go(() => sleep(1));
        await sleep(2);
      },
      { strict: true },
    );

    expect(outcome).toMatchObject({ kind: "returned", status: 0 });
  });
});

describe("when nobody can go on", () => {
  const stuck = async (say: Say) => {
    go("bob", async () => {
      try {
        await sleep(Infinity);
      } finally {
        say("bob cleans up");
      }
    });
    try {
      await sleep(Infinity);
    } catch {
      say("main catches");
    }
  };

  test("the run ends with status 2 and Go's words (GO-83)", async () => {
    const { outcome } = await tell(stuck);

    expect(outcome).toMatchObject({ kind: "deadlock", status: 2 });
    expect(outcome.report).toMatch(
      /^fatal error: all goroutines are asleep - deadlock!\n\n/,
    );
  });

  test("the report has a block for each, main first, with its reason (GO-85)", async () => {
    const { outcome } = await tell(stuck);

    expect(outcome.report.match(/^goroutine .*/gm)).toEqual([
      "goroutine 1 [sleep]:",
      "goroutine 2 [sleep]:",
    ]);
    expect(outcome.report).toContain("created by main.stuck in goroutine 1\n");
  });

  test("the report names the line where each one waits", async () => {
    const { outcome } = await tell(stuck);

    expect(
      outcome.report.match(/06-goroutines\.life\.test\.ts:\d+/g),
    ).toHaveLength(3);
  });

  test("nobody can catch it, and no finally block runs (GO-84)", async () => {
    const { lines } = await tell(stuck);

    expect(lines).toEqual([]);
  });

  test("on a real clock it is seen at once, too", async () => {
    const { outcome } = await tell(stuck, { clock: "real" });

    expect(outcome.kind).toBe("deadlock");
  });

  test("the outcome tells who waits for what", async () => {
    const { outcome } = await tell(stuck);

    const waits = [{ reason: "sleep", on: [] }];
    expect(outcome.goroutines).toMatchObject([
      { id: 1, creator: 0, isAbroad: false, waits },
      { id: 2, name: "bob", creator: 1, isAbroad: false, waits },
    ]);
  });

  test("a sleeper postpones it until it has woken (GO-91)", async () => {
    const { lines, outcome } = await tell(async (say) => {
      go(async () => {
        await sleep(1_000);
        say("bob wakes");
      });
      await sleep(Infinity);
    });

    expect(lines).toEqual(["bob wakes"]);
    expect(outcome.kind).toBe("deadlock");
  });
});

describe("a program", () => {
  test("has one main at a time: a second is refused, and the first goes on", async () => {
    vi.resetModules();
    const { main, useHost } = await import("rendezvous");
    const ends: number[] = [];
    const exit = (status: number) => void ends.push(status);
    useHost({ exit, whenIdle: undefined } as unknown as Host);
    const nothing = () => undefined;

    main(nothing);
    expect(() => main(nothing)).toThrow(
      "expected one main in a program, got a second",
    );
    await vi.waitFor(() => expect(ends).toEqual([0]));
    main(nothing);
    await vi.waitFor(() => expect(ends).toEqual([0, 0]));
  });
});

describe("a panic", () => {
  const textOf = async (body: () => unknown) => {
    const { outcome } = await tell(body);
    return outcome.report.split("\n\ngoroutine")[0];
  };

  test("that nobody catches ends the program, whoever waits (GO-76)", async () => {
    const { lines, outcome } = await tell(async (say) => {
      go("bob", async () => {
        try {
          panic("boom");
        } finally {
          say("bob cleans up");
        }
      });
      await sleep(60_000);
      say("never");
    });

    expect(lines).toEqual(["bob cleans up"]);
    expect(outcome).toMatchObject({ kind: "panic", status: 2 });
  });

  test("is reported with its own goroutine alone (GO-78)", async () => {
    const { outcome } = await tell(async () => {
      go("carol", () => sleep(Infinity));
      go("bob", async () => panic("boom"));
      await sleep(Infinity);
    });

    expect(outcome.report).toMatch(
      /^panic: boom\n\ngoroutine 3 \[running\]:\nmain\.bob\(\.\.\.\)\n\t.+:\d+:\d+\n/,
    );
    expect(outcome.report).toMatch(
      /\ncreated by main\.main in goroutine 1\n\t.+\n$/,
    );
    expect(outcome.report.match(/^goroutine /gm)).toHaveLength(1);
  });

  test("is caught in its goroutine, and the program goes on (GO-77)", async () => {
    const { lines, outcome } = await tell(async (say) => {
      go(async () => {
        try {
          panic("contained");
        } catch (error) {
          say(`bob recovers ${(error as Panic).message}`);
        }
      });
      await sleep(1);
      say("main goes on");
    });

    expect(lines).toEqual(["bob recovers contained", "main goes on"]);
    expect(outcome.kind).toBe("returned");
  });

  test("is not caught by who started the goroutine (GO-77)", async () => {
    const { lines, outcome } = await tell(async (say) => {
      try {
        go(async () => panic("escapes"));
        await sleep(1);
      } catch {
        say("main catches");
      }
    });

    expect(lines).toEqual([]);
    expect(outcome.kind).toBe("panic");
  });

  test("may come after a wait, or from a function that is not async", async () => {
    const late = await tell(async () => {
      await sleep(5);
      panic("late");
    });
    const plain = await tell(() => panic("plain"));

    expect(late.outcome).toMatchObject({ kind: "panic", status: 2 });
    expect(plain.outcome).toMatchObject({ kind: "panic", status: 2 });
  });

  test("keeps the value that it was given", async () => {
    const value = { seat: 7 };

    const { outcome } = await tell(() => panic(value));

    expect(outcome.error).toBeInstanceOf(Panic);
    expect((outcome.error as Panic).value).toBe(value);
  });

  test.each([
    ["a string, as it is", "boom", "panic: boom"],
    ["an empty string", "", "panic: "],
    ["two lines, the second set in", "one\ntwo", "panic: one\n\ttwo"],
    ["a number", 42, "panic: 42"],
    ["a fraction", 1.5, "panic: 1.5"],
    ["a truth", true, "panic: true"],
    ["a bigint", 7n, "panic: 7"],
    ["an error, by its message", new Error("no room"), "panic: no room"],
    ["the engine's error", new TypeError("x"), "panic: TypeError: x"],
    ["a runtime error", new RuntimeError("X", "no"), "panic: no"],
  ])("prints %s (GO-79)", async (_name, value, expected) => {
    expect(await textOf(() => panic(value))).toBe(expected);
  });

  test.each([null, undefined])(
    "called with %s says so, as Go 1.21 does",
    async (value) => {
      expect(await textOf(() => panic(value))).toMatch(
        /^panic: panic called with nil argument/,
      );
    },
  );

  test("prints a value of a class with the name of its class (GO-79)", async () => {
    class Code {
      valueOf = (): number => 7;
    }
    class Word {
      valueOf = (): string => "x";
    }
    class Seat {}

    const texts = [
      await textOf(() => panic(new Code())),
      await textOf(() => panic(new Word())),
      await textOf(() => panic(new Seat())),
    ];

    expect(texts).toEqual([
      "panic: main.Code(7)",
      'panic: main.Word("x")',
      "panic: (main.Seat) 0xc000000000",
    ]);
  });

  test("prints what it replaced first (GO-79)", async () => {
    const text = await textOf(() => {
      const cause = new Error("a", { cause: new Error("root") });
      throw new Error("b", { cause });
    });

    expect(text).toBe("panic: root\n\tpanic: a\n\tpanic: b");
  });

  test("prints first what it names as its cause (GO-79)", async () => {
    const text = await textOf(() => {
      panic("the door is locked", { cause: new Error("no key") });
    });

    expect(text).toBe("panic: no key\n\tpanic: the door is locked");
  });

  test("that is its own cause is printed once", async () => {
    const text = await textOf(() => {
      const error = new Error("a");
      error.cause = error;
      throw error;
    });

    expect(text).toBe("panic: a");
  });

  test("may be anything that JavaScript can throw", async () => {
    const { outcome } = await tell(async () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw "a bare string";
    });

    expect(outcome).toMatchObject({ kind: "panic", error: "a bare string" });
    expect(outcome.report).toMatch(/^panic: a bare string\n\ngoroutine 1 /);
  });
});

describe("go of no function", () => {
  const goNil = async (say: Say) => {
    try {
      go(undefined as unknown as () => void);
    } catch {
      await sleep(1);
      say("main recovers");
    }
  };

  test("is a fatal error in Go's words (GO-74)", async () => {
    const { outcome } = await tell(goNil);

    expect(outcome).toMatchObject({ kind: "fatal", status: 2 });
    expect(outcome.report).toMatch(
      /^fatal error: go of nil func value\n\ngoroutine 1 \[running\]:\nmain\.goNil\(\.\.\.\)\n/,
    );
  });

  test("does not let who catches it go on (GO-74)", async () => {
    const { lines } = await tell(goNil);
    await sleepOutside();

    expect(lines).toEqual([]);
  });

  test("is one with a name before it, too", async () => {
    const { outcome } = await tell(() => go("bob", undefined as never));

    expect(outcome.kind).toBe("fatal");
  });
});

describe("goexit", () => {
  test("ends its goroutine after its finally blocks, and no other (GO-80)", async () => {
    const { lines, outcome } = await tell(async (say) => {
      go(async () => {
        try {
          goexit();
        } finally {
          say("bob cleans up");
        }
      });
      await sleep(1);
      say("main goes on");
    });

    expect(lines).toEqual(["bob cleans up", "main goes on"]);
    expect(outcome).toMatchObject({ kind: "returned", goroutines: [] });
  });

  test("works in a function that its goroutine called", async () => {
    const leave = async () => {
      await sleep(1);
      goexit();
    };

    const { lines } = await tell(async (say) => {
      go(async () => {
        await leave();
        say("bob goes on");
      });
      await sleep(2);
    });

    expect(lines).toEqual([]);
  });

  test("in main lets the others go on, and then is a deadlock (GO-80)", async () => {
    const { lines, outcome } = await tell(async (say) => {
      go(async () => {
        await sleep(5);
        say("bob is done");
      });
      goexit();
    });

    expect(lines).toEqual(["bob is done"]);
    expect(outcome).toMatchObject({ kind: "deadlock", status: 2 });
    expect(outcome.report).toMatch(
      /^fatal error: no goroutines \(main called runtime\.Goexit\) - deadlock!\n/,
    );
  });

  test("in main, with others who are stuck, is the deadlock of all", async () => {
    const { outcome } = await tell(async () => {
      go("bob", async () => {
        await sleep(Infinity);
      });
      goexit();
    });

    expect(outcome.report).toMatch(
      /^fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 2 \[sleep\]:\n/,
    );
  });

  test("in main, with another that exits, is the status of that", async () => {
    const { outcome } = await tell(async () => {
      go(async () => exit(0));
      goexit();
    });

    expect(outcome).toMatchObject({ kind: "exit", status: 0 });
  });

  test("in main does not hide a later panic", async () => {
    const { outcome } = await tell(async () => {
      go(async () => panic("later"));
      goexit();
    });

    expect(outcome.report).toMatch(/^panic: later\n/);
  });
});

describe("exit", () => {
  test("ends the program with its status and without a word (GO-81)", async () => {
    const { outcome } = await tell(async () => {
      go(async () => exit(3));
      await sleep(60_000);
    });

    expect(outcome).toMatchObject({ kind: "exit", status: 3, report: "" });
  });

  test("does not run what others have deferred (GO-81)", async () => {
    const { lines } = await tell(async (say) => {
      go(async () => exit(3));
      try {
        await sleep(1);
      } finally {
        say("main cleans up");
      }
    });
    await sleepOutside();

    expect(lines).toEqual([]);
  });

  test("cannot be followed by another wait, whoever catches it", async () => {
    const { lines, outcome } = await tell(async (say) => {
      try {
        exit(3);
      } catch {
        await sleep(1);
        say("main goes on");
      }
    });
    await sleepOutside();

    expect(lines).toEqual([]);
    expect(outcome.status).toBe(3);
  });

  test.each([0, 1, 255])("takes the status %s", async (status) => {
    const { outcome } = await tell(() => exit(status));

    expect(outcome.status).toBe(status);
  });

  test.each([-1, 256, 1.5, NaN])("refuses the status %s", async (status) => {
    const { outcome } = await tell(() => exit(status));

    expect(outcome.kind).toBe("panic");
    expect(outcome.report).toContain(
      `RangeError: expected a status from 0 to 255, got ${status}`,
    );
  });
});

describe("a run that is over", () => {
  test("drops what its goroutines still do", async () => {
    const lines: string[] = [];
    let wake: () => void = () => undefined;
    const { kind } = await run(async () => {
      go(async () => {
        await new Promise<void>((resolve) => (wake = resolve));
        lines.push("bob is back");
        await sleep(1);
        lines.push("bob goes on");
      });
      await yieldNow();
    });

    wake();
    await sleepOutside();

    expect(kind).toBe("returned");
    expect(lines).toEqual(["bob is back"]);
  });

  test("does not mind that one of them fails", async () => {
    let fail: (error: Error) => void = () => undefined;
    await run(async () => {
      go(() => new Promise((_, reject) => (fail = reject)));
      await yieldNow();
    });

    fail(new Error("too late"));
    await sleepOutside();

    expect((await run(() => 1)).value).toBe(1);
  });
});

function sleepOutside(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 15));
}
