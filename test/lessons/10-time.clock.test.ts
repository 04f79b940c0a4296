import { spawnSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  type Alarm,
  RealClock,
  VirtualClock,
} from "../../lessons/06-goroutines/clock.ts";
import {
  after,
  afterFunc,
  background,
  Channel,
  external,
  go,
  now,
  otherwise,
  run,
  select,
  sleep,
  tick,
  Ticker,
  Timer,
  withTimeout,
} from "rendezvous";
import { ends, passes } from "./10-time.virtual.ts";

const hour = 3_600_000;
const deadlocked = "fatal error: all goroutines are asleep - deadlock!";
const leftBehind =
  "deadlock: main bubble goroutine has exited but blocked goroutines remain";

interface Named extends Alarm {
  name: number;
}

function alarm(name: number, when: number, rung: number[]): Named {
  const ring = () => void rung.push(name);
  return { name, when, ring, isAwaited: () => true, index: -1, order: 0 };
}

type Step =
  | { do: "set"; when: number }
  | { do: "cancel"; which: number }
  | { do: "ring" };

const steps = fc.array(
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc.record({ do: fc.constant("set"), when: fc.nat(60) }),
    },
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant("cancel"), which: fc.nat(99) }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("ring") }) },
  ),
  { maxLength: 200, size: "max" },
) as fc.Arbitrary<Step[]>;

/** What the clock is held to: a list that is sorted anew each time. */
class SortedList {
  time = 0;
  readonly rung: number[] = [];
  #set: { name: number; when: number }[] = [];

  set(name: number, when: number): void {
    this.#set.push({ name, when });
  }

  cancel(name: number): boolean {
    const before = this.#set.length;
    this.#set = this.#set.filter((each) => each.name !== name);
    return this.#set.length < before;
  }

  advance(): boolean {
    const sorted = this.#set.toSorted((a, b) => a.when - b.when);
    const [first] = sorted;
    if (first === undefined) return false;
    this.time = Math.max(this.time, first.when);
    const due = sorted.filter(({ when }) => when <= this.time);
    this.rung.push(...due.map(({ name }) => name));
    this.#set = this.#set.filter(({ when }) => when > this.time);
    return true;
  }
}

test("alarms ring as in a sorted list, whatever is set and cancelled", () => {
  fc.assert(
    fc.property(steps, (todo) => {
      const rung: number[] = [];
      const alarms: Named[] = [];
      const clock = new VirtualClock();
      const list = new SortedList();
      const follow = (step: Step): [unknown, unknown] => {
        if (step.do === "ring") return [clock.advance(), list.advance()];
        if (step.do === "cancel") {
          const one = alarms[step.which];
          return one ? [clock.cancel(one), list.cancel(one.name)] : [0, 0];
        }
        const set = alarm(alarms.length, step.when, rung);
        alarms.push(set);
        return [clock.set(set), list.set(set.name, set.when)];
      };

      const answers = todo.map(follow);
      while (clock.advance());
      while (list.advance());

      expect(answers.map(([ours]) => ours)).toEqual(
        answers.map(([, theirs]) => theirs),
      );
      expect(rung).toEqual(list.rung);
      expect(clock.now()).toBe(list.time);
    }),
    { seed: 1023, numRuns: 500 },
  );
});

describe("the virtual clock (GO-114)", () => {
  test("begins at 0, for every goroutine", async () => {
    const times = await passes(async () => {
      const times = new Channel<number>(1);
      go(() => times.send(now()));
      return [now(), await times.receive()];
    });

    expect(times).toEqual([0, 0]);
  });

  test("lets an hour pass in no time", async () => {
    const began = performance.now();

    const time = await passes(async () => {
      await sleep(1_000 * hour);
      return now();
    });

    expect(time).toBe(1_000 * hour);
    expect(performance.now() - began).toBeLessThan(60_000);
  });

  test("stands still while anybody can run", async () => {
    const times = await passes(async () => {
      const numbers = new Channel<number>();
      go(async () => {
        for (let n = 0; n < 5_000; n++) await numbers.send(n);
        numbers.close();
      });
      const bell = after(1);
      for await (const number of numbers) void number;
      return [now(), await bell.receive()];
    });

    expect(times).toEqual([0, 1]);
  });

  test("waits until goroutines that end have ended", async () => {
    const depth = await passes(async () => {
      let depth = 0;
      const deeper = () => {
        if (++depth < 100) go(deeper);
      };
      go(deeper);
      await sleep(1);
      return depth;
    });

    expect(depth).toBe(100);
  });

  test("lets a timer be read when it is due", async () => {
    const times = await passes(async () => [
      await new Timer(5_000).channel.receive(),
      now(),
    ]);

    expect(times).toEqual([5_000, 5_000]);
  });

  test("does not move for a sleep of nothing (GO-103)", async () => {
    const seen = await passes(async () => {
      const done = new Channel<void>();
      go(() => done.send());
      const own = new Channel<boolean>(1);
      for (const ms of [0, -1, -Infinity, 0, 0]) {
        await sleep(ms);
        await own.send(true);
        await own.receive();
      }
      await done.receive();
      return now();
    });

    expect(seen).toBe(0);
  });

  test("rings for those who sleep to the same moment in any order (GO-113)", async () => {
    const firsts = await Promise.all(
      Array.from({ length: 20 }, (_, seed) =>
        passes(
          async () => {
            const done = new Channel<string>(2);
            for (const name of ["one", "two"]) {
              go(async () => {
                await sleep(1);
                await done.send(name);
              });
            }
            return done.receive();
          },
          { seed, order: "random" },
        ),
      ),
    );

    expect(new Set(firsts)).toEqual(new Set(["one", "two"]));
  });

  test("makes the same hour of the same seed", async () => {
    const hourOf = async () => {
      const events: string[] = [];
      await passes(
        async () => {
          const ticks = tick(7_000);
          const bell = after(hour);
          for (;;) {
            const event = await select({ ticks, bell, quick: after(5_000) });
            events.push(`${event.case} ${now()}`);
            if (event.case === "bell") return;
          }
        },
        { order: "random" },
      );
      return events;
    };

    const [first, second] = [await hourOf(), await hourOf()];

    expect(first.length).toBeGreaterThan(700);
    expect(second).toEqual(first);
  });

  test("does not move while something outside is awaited", async () => {
    const seen = await passes(async () => {
      const bell = after(1);
      const word = await external(
        new Promise<string>((resolve) => setTimeout(resolve, 20, "outside")),
      );
      const event = await select({ bell, nothing: otherwise });
      return [word, event.case, now()];
    });

    expect(seen).toEqual(["outside", "nothing", 0]);
  });
});

test("a timeout on each turn, and one over all of them, end when they should", async () => {
  const lines = await passes(async () => {
    const slow = (ms: number) => {
      const answers = new Channel<string>(1);
      go(async () => {
        await sleep(ms);
        await answers.send("answer");
      });
      return answers;
    };
    const lines: string[] = [];
    const say = (words: string) => lines.push(`+${now()}ms ${words}`);
    for (const ms of [20, 300]) {
      const event = await select({ answer: slow(ms), late: after(120) });
      say(`${ms}ms ${event.case}`);
    }
    const overall = after(250);
    for (let turns = 0; ; turns++) {
      const event = await select({ turn: after(100), overall });
      if (event.case === "turn") continue;
      say(`turns before the overall deadline: ${turns}`);
      return lines;
    }
  });

  expect(lines).toEqual([
    "+20ms 20ms answer",
    "+140ms 300ms late",
    "+390ms turns before the overall deadline: 2",
  ]);
});

describe("the end that never comes", () => {
  test("a sleep for ever can be left behind, and does not return", async () => {
    const seen = await passes(async () => {
      let isAwake = false;
      go(async () => {
        await sleep(Infinity);
        isAwake = true;
      });
      await sleep(Number.MAX_SAFE_INTEGER);
      return isAwake;
    });

    expect(seen).toBe(false);
  });

  test("a sleep for ever in main is a deadlock", async () => {
    const { kind, report } = await ends(() => sleep(Infinity));

    expect(kind).toBe("deadlock");
    expect(report).toContain("goroutine 1 [sleep]:");
  });
});

describe("a deadlock", () => {
  const forever = () => new Channel<void>().receive();

  test.each(["virtual", "real"] as const)(
    "is not hidden by a ticker that nobody waits for: %s clock (GO-92)",
    async (clock) => {
      const { kind, report } = await run(
        () => {
          void new Ticker(10);
          return forever();
        },
        { clock },
      );

      expect(kind).toBe("deadlock");
      expect(report).toContain(deadlocked);
    },
  );

  test("waits for a timer that somebody waits for (GO-91)", async () => {
    const seen: number[] = [];

    const { kind } = await ends(() => {
      go(async () => {
        await after(hour).receive();
        seen.push(now());
      });
      return forever();
    });

    expect({ kind, seen }).toEqual({ kind: "deadlock", seen: [hour] });
  });

  test("waits for a call that is to come, which may end it", async () => {
    const word = await passes(() => {
      const words = new Channel<string>();
      afterFunc(hour, () => words.send("now"));
      return words.receive();
    });

    expect(word).toBe("now");
  });

  test("waits for the deadline of a context", async () => {
    const time = await passes(async () => {
      const [context] = withTimeout(background(), hour);
      await context.done.next();
      return now();
    });

    expect(time).toBe(hour);
  });

  test("never comes while somebody reads a ticker", async () => {
    const ticks = await passes(async () => {
      const stuck = new Channel<void>();
      go(() => stuck.send());
      const { channel } = new Ticker(10);
      let ticks = 0;
      for await (const time of channel) if (++ticks && time === 1_000) break;
      return ticks;
    });

    expect(ticks).toBe(100);
  });
});

describe("a strict run", () => {
  test("of a main that waits for ever is a deadlock", async () => {
    const { kind } = await ends(() => select({}), { strict: true });

    expect(kind).toBe("deadlock");
  });

  test("of a main that leaves somebody behind says Go's sentence", async () => {
    const { kind, report } = await ends(() => go(() => select({})), {
      strict: true,
    });

    expect(kind).toBe("deadlock");
    expect(report).toContain(leftBehind);
  });

  test("is not saved by a ticker", async () => {
    const { report } = await ends(
      () => {
        go(async () => {
          for await (const time of tick(1_000)) void time;
        });
      },
      { strict: true },
    );

    expect(report).toContain(leftBehind);
  });

  test("ends well when everybody has", async () => {
    const { kind } = await ends(
      async () => {
        go(() => sleep(10));
        await sleep(20);
      },
      { strict: true },
    );

    expect(kind).toBe("returned");
  });
});

describe("the real clock", () => {
  afterEach(() => void vi.restoreAllMocks().useRealTimers());

  const longest = 2 ** 31 - 1;

  test("waits longer than setTimeout can", () => {
    vi.useFakeTimers();
    const setTimeout = vi.spyOn(globalThis, "setTimeout");
    const [clock, rung] = [new RealClock(), [] as number[]];
    clock.set(alarm(1, longest + 1_000, rung));

    vi.advanceTimersByTime(longest);
    const early = [...rung];
    vi.advanceTimersByTime(1_000);

    expect([early, rung]).toEqual([[], [1]]);
    expect(setTimeout.mock.calls.map(([, ms]) => ms)).toEqual([longest, 1_000]);
  });

  test("leaves nothing to the platform when it is stopped", () => {
    vi.useFakeTimers();
    const clock = new RealClock();
    clock.set(alarm(1, hour, []));

    clock.stop();

    expect(vi.getTimerCount()).toBe(0);
  });

  test("sets an earlier alarm before a later one that it had set", () => {
    vi.useFakeTimers();
    const [clock, rung] = [new RealClock(), [] as number[]];
    clock.set(alarm(1, 100, rung));
    clock.set(alarm(2, 50, rung));

    vi.advanceTimersByTime(60);

    expect(rung).toEqual([2]);
  });

  test("rings what nobody waited for while something outside was awaited", async () => {
    const { value } = await run(async () => {
      const bell = after(10);
      await external(new Promise((resolve) => setTimeout(resolve, 100)));
      return bell.tryReceive();
    });

    expect(value).toBeGreaterThanOrEqual(10);
  });

  test("gives the time at which it should have rung, however busy we were", async () => {
    const { value } = await run(async () => {
      const began = now();
      const bell = after(5);
      while (now() < began + 50);
      return ((await bell.receive()) ?? NaN) - began;
    });

    expect(value).toBeGreaterThanOrEqual(5);
    expect(value).toBeLessThan(45);
  });

  test("is not starved by goroutines that never wait long", async () => {
    const { kind, value } = await run(async () => {
      const [words, quit] = [new Channel<string>(), new Channel<void>()];
      const pingPong = async () => {
        for (;;) {
          const event = await select({ quit, send: words.sending("ball") });
          if (event.case === "quit") return;
        }
      };
      go(pingPong);
      go(pingPong);
      const bell = after(20);
      for (let balls = 0; ; balls++) {
        const event = await select({ ball: words, bell });
        if (event.case === "ball") continue;
        quit.close();
        return balls;
      }
    });

    expect(kind).toBe("returned");
    expect(value).toBeGreaterThan(100);
  });

  test("starves no pair of goroutines for the sake of another", async () => {
    const { value } = await run(async () => {
      const quit = new Channel<void>();
      const counts = { busy: 0, light: 0 };
      const play = (kind: "busy" | "light", work: number) => {
        const ball = new Channel<void>();
        const player = async () => {
          for (;;) {
            const event = await select({ quit, ball });
            if (event.case === "quit") return;
            for (let left = work; left > 0; left--);
            counts[kind]++;
            const sent = await select({ quit, ball: ball.sending() });
            if (sent.case === "quit") return;
          }
        };
        go(player);
        go(player);
        go(() => select({ quit, ball: ball.sending() }));
      };
      play("busy", 20_000);
      play("light", 10);
      await sleep(100);
      quit.close();
      return counts.busy / counts.light;
    });

    expect(value).toBeGreaterThan(1 / 20);
    expect(value).toBeLessThan(20);
  });
});

describe("a process on the real clock", () => {
  const start = (body: string) =>
    spawnSync(
      process.execPath,
      [
        ...["--import", "tsx", "--input-type=module", "-e"],
        `import * as r from "rendezvous"; ${body}`,
      ],
      { cwd: join(import.meta.dirname, "../.."), timeout: 30_000 },
    );

  test("ends in a deadlock although a timer of an hour is set", () => {
    const { status, stderr } = start(
      `r.main(async () => {
         new r.Timer(3_600_000);
         await new r.Channel().receive();
       });`,
    );

    expect(stderr.toString()).toContain(deadlocked);
    expect(status).toBe(2);
  });

  test("ends when its run has ended, whatever was set", () => {
    const { status, stdout } = start(
      `const { kind } = await r.run(() => {
         r.afterFunc(3_600_000, () => undefined);
         r.withTimeout(r.background(), 3_600_000);
       });
       console.log(kind);`,
    );

    expect(stdout.toString()).toBe("returned\n");
    expect(status).toBe(0);
  });

  test("ends in a deadlock once a context is cancelled and its alarm with it", () => {
    const { status } = start(
      `r.main(async () => {
         const [parent, cancel] = r.withCancel(r.background());
         r.withTimeout(parent, 3_600_000);
         cancel();
         await new r.Channel().receive();
       });`,
    );

    expect(status).toBe(2);
  });
});
