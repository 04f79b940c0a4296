import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  Channel,
  Cond,
  go,
  Mutex,
  run,
  RWMutex,
  select,
  sleep,
  Timer,
  WaitGroup,
} from "rendezvous";

type Body = () => unknown;

/** The circles of a program: who waits for whom, by their numbers. */
async function circlesOf(body: Body): Promise<number[][]> {
  const { kind, circles } = await run(body, { clock: "virtual" });
  expect(kind).toBe("deadlock");
  return circles.map((circle) => circle.map(({ goroutine }) => goroutine));
}

async function forEver(): Promise<void> {
  await Channel.nil<void>().receive();
}

describe("a circle is found", () => {
  test("through two locks", async () => {
    const circles = await circlesOf(async () => {
      const [a, b] = [new Mutex(), new Mutex()];
      go(async () => {
        await a.lock();
        await sleep(1);
        await b.lock();
      });
      go(async () => {
        await b.lock();
        await sleep(1);
        await a.lock();
      });
      await forEver();
    });

    expect(circles).toEqual([[2, 3]]);
  });

  test("through a lock that its holder locks again", async () => {
    const circles = await circlesOf(async () => {
      const lock = new Mutex();
      await lock.lock();
      await lock.lock();
    });

    expect(circles).toEqual([[1]]);
  });

  test("through a lock that its last holder handed on", async () => {
    const circles = await circlesOf(async () => {
      const [first, second] = [new Mutex(), new Mutex()];
      await first.lock();
      await second.lock();
      go(async () => {
        await first.lock();
        await second.lock();
      });
      await sleep(1);
      first.unlock();
      await first.lock();
    });

    expect(circles).toEqual([[1, 2]]);
  });

  test("through a writer who waits between two reads", async () => {
    const circles = await circlesOf(async () => {
      const lock = new RWMutex();
      await lock.rLock();
      go(() => lock.lock());
      await sleep(1);
      await lock.rLock();
    });

    expect(circles).toEqual([[1, 2]]);
  });

  test("through a reader whom a writer waits for, among others", async () => {
    const circles = await circlesOf(async () => {
      const [shared, lock] = [new RWMutex(), new Mutex()];
      await lock.lock();
      go(async () => {
        await shared.rLock();
        await forEver();
      });
      go(async () => {
        await shared.rLock();
        await lock.lock();
      });
      await sleep(1);
      await shared.lock();
    });

    expect(circles).toEqual([[1, 3]]);
  });

  test("through a writer who keeps readers out", async () => {
    const { circles } = await run(
      async () => {
        const [shared, lock] = [new RWMutex(), new Mutex()];
        await lock.lock();
        go(async () => {
          await shared.lock();
          await lock.lock();
        });
        await sleep(1);
        await shared.rLock();
      },
      { clock: "virtual" },
    );

    expect(circles[0]?.map(({ because }) => because)).toEqual([
      "holds it",
      "holds it",
    ]);
  });

  test.each([
    ["the sender came first", true],
    ["the receiver came first", false],
  ])("through two channels used before, where %s", async (_, isSenderFirst) => {
    const circles = await circlesOf(async () => {
      const [a, b] = [new Channel<number>(), new Channel<number>()];
      go(async () => {
        if (isSenderFirst) await sleep(1);
        await a.receive();
        await b.send(1);
        await a.receive();
      });
      if (!isSenderFirst) await sleep(1);
      await a.send(1);
      if (isSenderFirst) await sleep(1);
      await b.receive();
      await b.receive();
    });

    expect(circles).toEqual([[1, 2]]);
  });

  test("through a sender whose value moved up into the buffer", async () => {
    const circles = await circlesOf(async () => {
      const words = new Channel<string>(1);
      const lock = new Mutex();
      await lock.lock();
      await words.send("mine");
      go(async () => {
        await words.send("hers");
        await lock.lock();
      });
      await sleep(1);
      await words.receive();
      await words.receive();
      await words.receive();
    });

    expect(circles).toEqual([[1, 2]]);
  });

  test("through a select of which every case leads into it", async () => {
    const circles = await circlesOf(async () => {
      const [a, b] = [new Channel<number>(), new Channel<number>()];
      const lock = new Mutex();
      await lock.lock();
      go(async () => {
        await a.send(1);
        await b.receive();
        await lock.lock();
      });
      await a.receive();
      await b.send(1);
      await sleep(1);
      await select({ a, b: b.sending(2), off: Channel.nil<number>() });
    });

    expect(circles).toEqual([[1, 2]]);
  });

  test("through both waits of a Promise.all", async () => {
    const circles = await circlesOf(async () => {
      const [left, right] = [new Mutex(), new Mutex()];
      const own = new Mutex();
      await own.lock();
      go(async () => {
        await left.lock();
        await right.lock();
        await own.lock();
      });
      await sleep(1);
      await Promise.all([left.lock(), right.lock()]);
    });

    expect(circles).toEqual([[1, 2]]);
  });

  test("beside a wait that nobody awaits", async () => {
    const circles = await circlesOf(async () => {
      const [own, other] = [new Mutex(), new Mutex()];
      await own.lock();
      go(async () => {
        await other.lock();
        await own.lock();
      });
      await sleep(1);
      void new Channel<number>().send(1);
      await other.lock();
    });

    expect(circles).toEqual([[1, 2]]);
  });

  test("twice, where there are two that do not touch", async () => {
    const circles = await circlesOf(async () => {
      const pair = () => {
        const [a, b] = [new Mutex(), new Mutex()];
        go(async () => {
          await a.lock();
          await sleep(1);
          await b.lock();
        });
        go(async () => {
          await b.lock();
          await sleep(1);
          await a.lock();
        });
      };
      pair();
      pair();
      await forEver();
    });

    expect(circles).toEqual([
      [2, 3],
      [4, 5],
    ]);
  });

  test("with everybody in it, and without those who wait for it", async () => {
    const circles = await circlesOf(async () => {
      const forks = Array.from({ length: 7 }, () => new Mutex());
      await sleep(1);
      forks.forEach((left, seat) =>
        go(async () => {
          await left.lock();
          await sleep(1);
          await forks[(seat + 1) % 7]?.lock();
        }),
      );
      await sleep(2);
      await forks[3]?.lock();
    });

    expect(circles).toEqual([[2, 3, 4, 5, 6, 7, 8]]);
  });

  test("and each step of it says how we know, in plain values", async () => {
    const { circles } = await run(
      async () => {
        const lock = new Mutex();
        const words = new Channel<string>();
        go(async () => {
          await words.send("hello");
          await lock.lock();
        });
        await lock.lock();
        await words.receive();
        await words.receive();
      },
      { clock: "virtual" },
    );

    const on = expect.stringMatching(/^(chan|mutex)#\d+$/) as string;
    expect(structuredClone(circles)).toEqual([
      [
        { goroutine: 1, on, next: 2, because: "was the last to send to it" },
        { goroutine: 2, on, next: 1, because: "holds it" },
      ],
    ]);
  });
});

describe("no circle is drawn", () => {
  test("around a lone send beside a nil receive", async () => {
    const circles = await circlesOf(async () => {
      go(() => new Channel<number>().send(1));
      await forEver();
    });

    expect(circles).toEqual([]);
  });

  test("around a goroutine that merely waits for main", async () => {
    const circles = await circlesOf(async () => {
      const quit = new Channel<void>();
      go(() => quit.receive());
      await new Channel<number>().send(1);
    });

    expect(circles).toEqual([]);
  });

  test("around a lone send by the holder of a lock", async () => {
    const circles = await circlesOf(async () => {
      const lock = new Mutex();
      await lock.lock();
      go(() => lock.lock());
      await new Channel<number>().send(1);
    });

    expect(circles).toEqual([]);
  });

  test("around two receives from channels that nobody has used", async () => {
    const circles = await circlesOf(async () => {
      go(() => new Channel<number>().receive());
      await new Channel<number>().receive();
    });

    expect(circles).toEqual([]);
  });

  test("around a select that has another way out", async () => {
    const circles = await circlesOf(async () => {
      const [a, b] = [new Channel<number>(), new Channel<number>()];
      go(async () => {
        await a.send(1);
        await b.receive();
        await b.receive();
      });
      await a.receive();
      await b.send(1);
      await select({ a, help: new Channel<number>() });
    });

    expect(circles).toEqual([]);
  });

  test("around a select of which one case leads to somebody in no circle", async () => {
    const circles = await circlesOf(async () => {
      const [bell, word] = [new Channel<number>(), new Channel<number>()];
      const own = new Mutex();
      go(async () => {
        await own.lock();
        await bell.receive();
        await word.receive();
        await select({ word, bell });
      });
      await bell.send(1);
      go(async () => {
        await word.send(1);
        await own.lock();
      });
      await forEver();
    });

    expect(circles).toEqual([]);
  });

  test("around the loser of a race that something else could win", async () => {
    const circles = await circlesOf(async () => {
      const [own, other] = [new Mutex(), new Mutex()];
      await own.lock();
      go(async () => {
        await other.lock();
        await own.lock();
      });
      await sleep(1);
      await Promise.race([other.lock(), new Channel<number>().receive()]);
    });

    expect(circles).toEqual([]);
  });

  test("through a lock that is wanted and not awaited", async () => {
    const circles = await circlesOf(async () => {
      const [own, other] = [new Mutex(), new Mutex()];
      await own.lock();
      go(async () => {
        await other.lock();
        await own.lock();
      });
      await sleep(1);
      void other.lock();
      await forEver();
    });

    expect(circles).toEqual([]);
  });

  test("around somebody who was the last to send, and has ended", async () => {
    const circles = await circlesOf(async () => {
      const words = new Channel<number>();
      go(() => words.send(1));
      await words.receive();
      await words.receive();
    });

    expect(circles).toEqual([]);
  });

  test("around readers who share a lock", async () => {
    const circles = await circlesOf(async () => {
      const lock = new RWMutex();
      await lock.rLock();
      await lock.rLock();
      await forEver();
    });

    expect(circles).toEqual([]);
  });

  test("around a counter, a condition or a timer that was stopped", async () => {
    const circles = await circlesOf(async () => {
      const group = new WaitGroup();
      group.add(1);
      const cond = new Cond(new Mutex());
      const timer = new Timer(10);
      timer.stop();
      go(() => timer.channel.receive());
      go(async () => {
        await cond.locker.lock();
        await cond.wait();
      });
      await group.wait();
    });

    expect(circles).toEqual([]);
  });

  test("when the program goes on", async () => {
    const { circles } = await run(() => "done");

    expect(circles).toEqual([]);
  });
});

const settings = { seed: 12, numRuns: 150 };

/** Goroutine i holds lock i and wants the lock of `wants[i]`, if there is one. */
async function holding(wants: readonly (number | undefined)[]) {
  return circlesOf(async () => {
    const locks = wants.map(() => new Mutex());
    wants.forEach((want, own) =>
      go(async () => {
        await locks[own]?.lock();
        await sleep(1);
        await (want === undefined ? forEver() : locks[want]?.lock());
      }),
    );
    await forEver();
  });
}

/** The numbers of those from which following `wants` comes back to them. */
function onCircles(wants: readonly (number | undefined)[]): number[] {
  return wants.flatMap((_, start) => {
    let at = wants[start];
    for (let step = 0; step < wants.length && at !== start; step++) {
      at = at === undefined ? undefined : wants[at];
    }
    return at === start ? [start + 2] : [];
  });
}

describe("whoever wants whose lock", () => {
  test("a circle is drawn for those who come back to themselves", async () => {
    const wish = fc.option(fc.nat(7), { nil: undefined });
    const wishes = fc.array(wish, { minLength: 8, maxLength: 8 });

    await fc.assert(
      fc.asyncProperty(wishes, async (wants) => {
        const circles = await holding(wants);

        expect(circles.flat().sort()).toEqual(onCircles(wants));
      }),
      settings,
    );
  });

  test("none is drawn where all lock in one order", async () => {
    const wishes = fc.array(fc.nat(100), { minLength: 2, maxLength: 12 });

    await fc.assert(
      fc.asyncProperty(wishes, async (draws) => {
        const wants = draws.map((draw, own) => {
          const later = draws.length - 1 - own;
          return later === 0 ? undefined : own + 1 + (draw % later);
        });

        expect(await holding(wants)).toEqual([]);
      }),
      settings,
    );
  });

  test("none is drawn among channels that have not been used", async () => {
    const ends = fc.array(fc.tuple(fc.nat(3), fc.boolean()), { maxLength: 8 });

    await fc.assert(
      fc.asyncProperty(ends, async (waits) => {
        const circles = await circlesOf(async () => {
          const sides = [false, true].map(() =>
            Array.from({ length: 4 }, () => new Channel<number>()),
          );
          for (const [which, isSend] of waits) {
            const channel = sides[Number(isSend)]?.[which];
            go(() => (isSend ? channel?.send(1) : channel?.receive()));
          }
          await forEver();
        });

        expect(circles).toEqual([]);
      }),
      settings,
    );
  });
});
