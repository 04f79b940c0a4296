import { describe, expect, test } from "vitest";
import {
  type Case,
  Channel,
  go,
  otherwise,
  run,
  select,
  sleep,
  WaitGroup,
  yieldNow,
} from "../../lessons/index.ts";
import { endOf, standing, valueOf } from "./09-select.programs.ts";

const nil = () => Channel.nil<number>();

// Go's own tests of select, in our words; each is named after the file or the
// function that it follows.

describe("what is computed on the way into a select", () => {
  test("select.go: every value to send, once for each select, nil cases too", async () => {
    const counted = await valueOf(async () => {
      let count = 0;
      const next = () => ++count;
      const channel = new Channel<number>(1);
      for (let round = 0; round < 5; round++) {
        await select({
          off: nil().sending(next()),
          out: channel.sending(next()),
          idle: otherwise,
        });
      }
      return [count, channel.values()];
    });

    expect(counted).toEqual([10, [2]]);
  });

  test("bug242.go, reorder2.go: channels and values, in the order of the page", async () => {
    const order: string[] = [];
    const at = <T>(name: string, value: T): T => {
      order.push(name);
      return value;
    };
    const ready = new Channel<number>(1);
    ready.trySend(42);

    await valueOf(() =>
      select({
        a: at("channel a", new Channel<number>()).sending(at("value a", 1)),
        b: at("channel b", new Channel<number>()),
        c: at("channel c", nil()).sending(at("value c", 2)),
        d: at("channel d", ready),
      }),
    );

    expect(order.join(", ")).toBe(
      "channel a, value a, channel b, channel c, value c, channel d",
    );
  });

  test("issue43111.go: what a later operand does to an earlier one changes no case", async () => {
    const result = await valueOf(() => {
      let current = new Channel<number>();
      const swap = (): number => {
        current.close();
        current = nil();
        return 0;
      };
      return select({ first: current, second: nil().sending(swap()) });
    });

    expect(result).toEqual({ case: "first", value: undefined, done: true });
  });

  test("issue8336.go, issue4313.go: a fault stops before what comes after it", async () => {
    const seen: string[] = [];
    const ready = new Channel<number>(1);
    ready.trySend(1);
    const boom = (): Channel<number> => {
      throw new Error("operand 2");
    };
    const later = (): Channel<number> => {
      seen.push("later");
      return nil();
    };

    const { kind, error } = await run(() =>
      select({ ready, boom: boom(), later: later() }),
    );

    expect([kind, String(error)]).toEqual(["panic", "Error: operand 2"]);
    expect([seen, ready.length]).toEqual([[], 1]);
  });

  test("select4.go: a ready case goes on, and the other one has touched nothing", async () => {
    const touched = await valueOf(async () => {
      const touched: string[] = [];
      const ready = new Channel<number>(1);
      await ready.send(42);
      const next = await select({ waits: new Channel<number>(), ready });
      switch (next.case) {
        case "waits":
          touched.push("waits");
          break;
        case "ready":
          touched.push(`ready ${next.value}`);
      }
      return touched;
    });

    expect(touched).toEqual(["ready 42"]);
  });
});

describe("what the losers leave behind", () => {
  test("select2.go: nothing, after 100,000 selects on each side", async () => {
    const left = await valueOf(async () => {
      const [work, never] = [new Channel<number>(), new Channel<number>()];
      const selects = 100_000;
      go(async () => {
        for (let value = 0; value < selects; value++) {
          await select({ out: work.sending(value), never });
        }
      });
      for (let value = 0; value < selects; value++) {
        await select({ work, never });
      }
      return standing(work, never);
    });

    expect(left).toBe(0);
  });

  test("select6.go: a line in which nobody else has lost their place", async () => {
    const served = await valueOf(async () => {
      const [c1, c2] = [new Channel<number>(), new Channel<number>()];
      const served: string[] = [];
      const receive = async (who: string) => {
        served.push(`${who} ${await c1.receive()}`);
      };
      go(receive, "before");
      go(async () => served.push(`select ${(await select({ c1, c2 })).case}`));
      go(receive, "after");
      await yieldNow();
      await c2.send(0);
      await c1.send(1);
      await c1.send(2);
      await yieldNow();
      return [served, standing(c1, c2)];
    });

    expect(served).toEqual([["select c2", "before 1", "after 2"], 0]);
  });

  test("TestSelectDuplicateChannel: an empty line, though it stood there twice", async () => {
    const value = await valueOf(async () => {
      const [twice, other] = [new Channel<number>(), new Channel<number>()];
      go(() => select([twice, twice, other]));
      await yieldNow();
      await other.send(1);
      go(() => twice.send(2));
      return twice.receive();
    });

    expect(value).toBe(2);
  });

  test("issue9110.go: empty lines, when a channel of several cases is closed", async () => {
    const left = await valueOf(async () => {
      const [a, b] = [new Channel<number>(), new Channel<number>()];
      const group = new WaitGroup();
      for (let each = 0; each < 100; each++) {
        group.go(() => select([a, b, a, b, a]));
      }
      await yieldNow();
      const before = standing(a, b);
      a.close();
      await group.wait();
      return [before, standing(a, b)];
    });

    expect(left).toEqual([500, 0]);
  });

  test("GO-64: nobody at a channel that was never chosen, whoever came", async () => {
    const left = await valueOf(async () => {
      const [news, never] = [new Channel<number>(), new Channel<number>()];
      go(async () => {
        for (let value = 0; value < 50; value++) await news.send(value);
        news.close();
      });
      for (;;) {
        const next = await select({ news, sent: never.sending(1) });
        if (next.case === "sent" || next.done) return standing(news, never);
      }
    });

    expect(left).toBe(0);
  });
});

describe("every kind of send meets every kind of receive (select7.go)", () => {
  type Operation = (channel: Channel<number>) => Promise<unknown>;
  const other = () => new Channel<number>();
  const receives: Record<string, Operation> = {
    "a plain receive": (channel) => channel.receive(),
    "a receiving select of one": (channel) => select({ channel }),
    "a receiving select of two": (channel) =>
      select({ channel, other: other() }),
  };
  const sends: Record<string, Operation> = {
    "a plain send": (channel) => channel.send(1),
    "a sending select of one": (channel) => select([channel.sending(1)]),
    "a sending select of two": (channel) =>
      select([channel.sending(1), other()]),
  };
  const pairs = Object.entries(sends).flatMap(([sender, send]) =>
    Object.entries(receives).map(
      ([receiver, receive]) => [sender, receiver, send, receive] as const,
    ),
  );

  test.each(pairs)("%s meets %s that waits", async (_s, _r, send, receive) => {
    const left = await valueOf(async () => {
      const channel = new Channel<number>();
      go(receive, channel);
      await yieldNow();
      await send(channel);
      return standing(channel);
    });

    expect(left).toBe(0);
  });

  test.each(pairs)("%s that waits meets %s", async (_s, _r, send, receive) => {
    const left = await valueOf(async () => {
      const channel = new Channel<number>();
      go(send, channel);
      await yieldNow();
      await receive(channel);
      return standing(channel);
    });

    expect(left).toBe(0);
  });
});

describe("a closed channel (closedchan.go, bug225.go, issue16870.go)", () => {
  test.each([
    ["before", (c: Channel<number>) => [otherwise, c] as const, 1],
    ["after", (c: Channel<number>) => [c, otherwise] as const, 0],
  ])(
    "is received from whether the default case stands %s it or not",
    async (_where, casesOf, place) => {
      const channel = new Channel<number>(1);
      channel.trySend(5);
      channel.close();

      const results = await valueOf(async () => [
        await select(casesOf(channel)),
        await select(casesOf(channel)),
      ]);

      expect(results).toEqual([
        { case: place, value: 5, done: false },
        { case: place, value: undefined, done: true },
      ]);
    },
  );

  test.each<[where: string, casesOf: (c: Channel<number>) => readonly Case[]]>([
    ["alone", (c) => [c.sending(1)]],
    ["before a default case", (c) => [c.sending(1), otherwise]],
    ["after a default case", (c) => [otherwise, c.sending(1)]],
  ])("panics at a send that stands %s", async (_where, casesOf) => {
    const channel = new Channel<number>();
    channel.close();

    const { kind, status, report } = await run(() => select(casesOf(channel)));

    expect([kind, status]).toEqual(["panic", 2]);
    expect(report).toMatch(/^panic: send on closed channel\n/);
  });

  test("panics at a send though there would be room", async () => {
    const channel = new Channel<number>(1);
    channel.close();

    expect(await endOf(() => select([channel.sending(1)]))).toBe("panic");
  });

  test("panics at a send, and a `catch` around the select recovers", async () => {
    const caught = await valueOf(async () => {
      const channel = new Channel<number>();
      channel.close();
      try {
        await select([channel.sending(1)]);
      } catch (error) {
        return String(error);
      }
      return "nothing";
    });

    expect(caught).toBe("RuntimeError: send on closed channel");
  });
});

describe("nonblock.go: with a default case nothing waits", () => {
  test.each([0, 1])("on a channel with capacity %i", async (capacity) => {
    const story = await valueOf(async () => {
      const channel = new Channel<number>(capacity);
      const story: string[] = [];
      const poll = async (): Promise<string> =>
        (await select({ received: channel, idle: otherwise })).case;
      const offer = async (): Promise<string> =>
        (await select({ sent: channel.sending(1), idle: otherwise })).case;

      story.push(await poll());
      go(() => channel.send(1));
      await yieldNow();
      story.push(await poll(), await poll());
      go(() => channel.receive());
      await yieldNow();
      story.push(await offer());
      return story;
    });

    expect(story).toEqual(["idle", "received", "idle", "sent"]);
  });

  test("and without one the counterpart may come later", async () => {
    const value = await valueOf(async () => {
      const channel = new Channel<number>();
      go(async () => {
        await sleep(5);
        await select([channel.sending(9), nil()]);
      });
      return (await select([channel, nil()])).value;
    });

    expect(value).toBe(9);
  });
});

describe("a case that is ready is never overlooked", () => {
  test("TestNonblockSelectRace: one of two channels has a value all the time", async () => {
    const chosen = await valueOf(
      async () => {
        const chosen = new Set<unknown>();
        for (let round = 0; round < 500; round++) {
          const [a, b] = [new Channel<number>(1), new Channel<number>(1)];
          const result = new Channel<string>(1);
          await a.send(1);
          go(async () => {
            await result.send((await select({ a, b, idle: otherwise })).case);
          });
          await b.send(1);
          await select([a, otherwise]);
          chosen.add(await result.receive());
        }
        return [...chosen].sort();
      },
      { order: "random" },
    );

    expect(chosen).not.toContain("idle");
  });

  test("TestNonblockSelectRace2: one has a value until the other is closed", async () => {
    const chosen = await valueOf(
      async () => {
        const chosen = new Set<unknown>();
        for (let round = 0; round < 500; round++) {
          const [a, b] = [new Channel<number>(1), new Channel<number>()];
          const result = new Channel<string>(1);
          await a.send(1);
          go(async () => {
            await result.send((await select({ a, b, idle: otherwise })).case);
          });
          b.close();
          await select([a, otherwise]);
          chosen.add(await result.receive());
        }
        return [...chosen].sort();
      },
      { order: "random" },
    );

    expect(chosen).not.toContain("idle");
  });
});

describe("both sides of one channel (TestSelfSelect)", () => {
  test.each([0, 10])(
    "two such selects never take what they sent themselves, capacity %i",
    async (capacity) => {
      const rounds = 500;
      const seen = await valueOf(
        async () => {
          const channel = new Channel<number>(capacity);
          const seen: [who: number, value: number][] = [];
          const group = new WaitGroup();
          const both = async (who: number): Promise<void> => {
            for (let round = 0; round < rounds; round++) {
              const cases = [channel.sending(who), channel] as const;
              const next = await select(
                who === 0 ? cases : ([cases[1], cases[0]] as const),
              );
              if ("value" in next) seen.push([who, next.value ?? -1]);
            }
          };
          group.go(() => both(0));
          group.go(() => both(1));
          await group.wait();
          return seen;
        },
        { order: "random" },
      );

      const own = seen.filter(([who, value]) => who === value);
      expect(seen.length).toBeGreaterThan(0);
      expect(capacity === 0 ? own : []).toEqual([]);
    },
  );

  test("a single one waits for somebody else, who may do either", async () => {
    const served = await valueOf(async () => {
      const channel = new Channel<number>();
      const cases = { in: channel, out: channel.sending(1) };
      const chosen = new Channel<string>(2);
      const choose = async () => chosen.send((await select(cases)).case);
      go(choose);
      await yieldNow();
      const value = await channel.receive();
      go(choose);
      await yieldNow();
      await channel.send(2);
      return [value, await chosen.receive(), await chosen.receive()];
    });

    expect(served).toEqual([1, "out", "in"]);
  });
});

describe("many selects at the same channels", () => {
  test("doubleselect.go: four sending cases never let out two values", async () => {
    const values = await valueOf(
      async () => {
        const rounds = 2_000;
        const channels = Array.from({ length: 4 }, () => new Channel<number>());
        const all = new Channel<number>();
        const group = new WaitGroup();
        for (const channel of channels) {
          group.go(async () => {
            for await (const value of channel) await all.send(value);
          });
        }
        go(async () => {
          for (let value = 0; value < rounds; value++) {
            await select(channels.map((channel) => channel.sending(value)));
          }
          for (const channel of channels) channel.close();
          await group.wait();
          all.close();
        });
        const values: number[] = [];
        for await (const value of all) values.push(value);
        return values;
      },
      { order: "random", seed: 7 },
    );

    expect(values.sort((a, b) => a - b)).toEqual([...Array(2_000).keys()]);
  });

  test("chan1.go: one sender, ten who select, and each message is seen once", async () => {
    const seen = await valueOf(
      async () => {
        const messages = 1_000;
        const channel = new Channel<number>();
        const quit = new Channel<void>();
        const seen: number[] = [];
        const group = new WaitGroup();
        for (let receiver = 0; receiver < 10; receiver++) {
          group.go(async () => {
            for (;;) {
              const next = await select({ quit, one: channel, same: channel });
              if (next.case === "quit" || next.done) return;
              seen.push(next.value);
            }
          });
        }
        for (let value = 0; value < messages; value++)
          await channel.send(value);
        quit.close();
        await group.wait();
        return seen;
      },
      { order: "random" },
    );

    expect(seen.sort((a, b) => a - b)).toEqual([...Array(1_000).keys()]);
  });

  test("TestSelectMaxCases: 65,536 cases, of which the last is ready", async () => {
    const result = await valueOf(() => {
      const waits = new Channel<number>();
      const ready = new Channel<number>(1);
      ready.trySend(1);
      return select([...Array<Channel<number>>(65_535).fill(waits), ready]);
    });

    expect(result.case).toBe(65_535);
  });

  test("TestSelectMaxCases: 65,536 cases that wait, and all but one leave", async () => {
    const [chosen, left] = await valueOf(async () => {
      const channels = Array.from(
        { length: 65_536 },
        () => new Channel<number>(),
      );
      const chosen = new Channel<number>(1);
      go(async () => chosen.send((await select(channels)).case));
      await yieldNow();
      await channels[40_000]?.send(1);
      return [await chosen.receive(), standing(...channels)];
    });

    expect([chosen, left]).toEqual([40_000, 0]);
  });
});
