import { describe, expect, test } from "vitest";
import {
  type Cases,
  Channel,
  external,
  go,
  otherwise,
  panic,
  run,
  RuntimeError,
  select,
  sleep,
  yieldNow,
} from "../../lessons/index.ts";
import { endOf, standing, valueOf } from "./09-select.programs.ts";

const nil = () => Channel.nil<number>();
const empty = () => new Channel<number>();
const room = () => new Channel<number>(1);

function full(): Channel<number> {
  const channel = room();
  channel.trySend(7);
  return channel;
}

function closed(): Channel<number> {
  const channel = empty();
  channel.close();
  return channel;
}

function bothSides(of: Channel<number>) {
  return { in: of, out: of.sending(1) };
}

describe("what waits and what does not", () => {
  test.each([
    ["a send on nil", () => nil().send(1), "chan send (nil chan)"],
    ["a receive on nil", () => nil().receive(), "chan receive (nil chan)"],
    ["a send that nobody receives", () => empty().send(1), "chan send"],
    ["a receive that nobody sends", () => empty().receive(), "chan receive"],
    ["a send on a full channel", () => full().send(1), "chan send"],
    ["a send where there is room", () => room().send(1), "returned"],
    ["a receive of what is there", () => full().receive(), "returned"],
    ["a receive on a closed channel", () => closed().receive(), "returned"],
    ["a select without a case", () => select({}), "select (no cases)"],
    ["a select of an empty list", () => select([]), "select (no cases)"],
    [
      "a select of nil cases alone",
      () => select({ in: nil(), out: nil().sending(1) }),
      "select",
    ],
    [
      "one case, which receives on nil",
      () => select({ in: nil() }),
      "chan receive (nil chan)",
    ],
    [
      "one case, which sends on nil",
      () => select({ out: nil().sending(1) }),
      "chan send (nil chan)",
    ],
    ["one case, which receives", () => select({ in: empty() }), "chan receive"],
    [
      "one case, which sends",
      () => select({ out: full().sending(1) }),
      "chan send",
    ],
    [
      "cases of which none is ready",
      () => select({ in: empty(), out: full().sending(1), never: nil() }),
      "select",
    ],
    [
      "both sides of one channel without room",
      () => select(bothSides(empty())),
      "select",
    ],
  ])("%s ends with: %s", async (_what, body, end) => {
    expect(await endOf(body)).toBe(end);
  });

  test.each<[what: string, chosen: string, cases: Cases]>([
    ["nothing else", "idle", { idle: otherwise }],
    ["a receive on nil", "idle", { in: nil(), idle: otherwise }],
    ["a send on nil", "idle", { out: nil().sending(1), idle: otherwise }],
    ["a receive that waits", "idle", { in: empty(), idle: otherwise }],
    ["a send that waits", "idle", { out: full().sending(1), idle: otherwise }],
    ["both sides of one", "idle", { ...bothSides(empty()), idle: otherwise }],
    ["a value that is there", "in", { in: full(), idle: otherwise }],
    ["room for a value", "out", { out: room().sending(1), idle: otherwise }],
    ["a closed channel", "in", { in: closed(), idle: otherwise }],
  ])("%s beside a default case: %s is chosen", async (_what, chosen, cases) => {
    const result = await valueOf(() => select(cases));

    expect(result).toMatchObject({ case: chosen });
  });

  test("a default case that stands first is still the last choice", async () => {
    const cases = { idle: otherwise, in: full() } as const;

    expect((await valueOf(() => select(cases))).case).toBe("in");
  });

  test.each([
    ["with room", "out", room()],
    ["with none left", "in", full()],
  ])("both sides of a channel %s: %s is chosen", async (_, chosen, channel) => {
    const result = await valueOf(() => select(bothSides(channel)));

    expect(result.case).toBe(chosen);
  });

  test("a nil case beside a ready one is never chosen", async () => {
    const names = await valueOf(async () => {
      const next = select.prepare({ off: nil(), on: closed() });
      const chosen = new Set<string>();
      for (let round = 0; round < 100; round++) chosen.add((await next()).case);
      return [...chosen];
    });

    expect(names).toEqual(["on"]);
  });
});

describe("what a select gives", () => {
  test("is the case and the value that was received", async () => {
    expect(await valueOf(() => select({ in: full() }))).toEqual({
      case: "in",
      value: 7,
      done: false,
    });
  });

  test("is `done` where the channel is closed and drained", async () => {
    expect(await valueOf(() => select({ in: closed() }))).toEqual({
      case: "in",
      value: undefined,
      done: true,
    });
  });

  test("is a value first where the closed channel still holds one", async () => {
    const channel = full();
    channel.close();

    const results = await valueOf(async () => [
      await select({ in: channel }),
      await select({ in: channel }),
    ]);

    expect(results.map(({ done }) => done)).toEqual([false, true]);
  });

  test("is the case alone where it sent", async () => {
    const channel = room();

    expect(await valueOf(() => select({ out: channel.sending(3) }))).toEqual({
      case: "out",
    });
    expect(channel.values()).toEqual([3]);
  });

  test("is the place in the list where the cases are a list", async () => {
    expect(await valueOf(() => select([nil(), full()]))).toEqual({
      case: 1,
      value: 7,
      done: false,
    });
  });

  test("is the place of the default case too", async () => {
    expect(await valueOf(() => select([empty(), otherwise]))).toEqual({
      case: 1,
    });
  });

  test("is `done` for one that waited when the channel was closed", async () => {
    const result = await valueOf(() => {
      const [channel, other] = [empty(), empty()];
      go(() => channel.close());
      return select({ channel, other });
    });

    expect(result).toEqual({ case: "channel", value: undefined, done: true });
  });

  test("is a promise untouched where a promise was sent", async () => {
    const sent = Promise.resolve("later");

    const result = await valueOf(() => {
      const channel = new Channel<Promise<string>>();
      go(() => channel.send(sent));
      return select({ channel });
    });

    expect(result.value).toBe(sent);
  });

  test.each([undefined, null, 0, "", false, NaN])(
    "is a value that was sent even if that is %o",
    async (value) => {
      const result = await valueOf(() => {
        const channel = new Channel<unknown>();
        go(() => channel.send(value));
        return select({ channel, never: nil() });
      });

      expect(result).toEqual({ case: "channel", value, done: false });
    },
  );
});

describe("a select that waits", () => {
  test("goes on with the first that comes, and misses the second", async () => {
    const left = await valueOf(async () => {
      const [a, b] = [empty(), room()];
      const chosen = new Channel<string>(1);
      go(async () => chosen.send((await select({ a, b })).case));
      await yieldNow();
      await b.send(1);
      await b.send(2);
      return [await chosen.receive(), b.values(), standing(a, b)];
    });

    expect(left).toEqual(["b", [2], 0]);
  });

  test("stands in line behind those who came before, and before the others", async () => {
    const order = await valueOf(async () => {
      const channel = empty();
      const seen: string[] = [];
      const note = (who: string) => seen.push(who);
      go(async () => note(`first ${await channel.receive()}`));
      go(async () => note(`select ${(await select([channel, nil()])).value}`));
      go(async () => note(`last ${await channel.receive()}`));
      await yieldNow();
      for (const value of [1, 2, 3]) await channel.send(value);
      await yieldNow();
      return seen;
    });

    expect(order).toEqual(["first 1", "select 2", "last 3"]);
  });

  test("panics where it waited to send and the channel is closed", async () => {
    const message = await valueOf(async () => {
      const [channel, other] = [empty(), empty()];
      const caught = new Channel<unknown>(1);
      go(async () => {
        await select({ out: channel.sending(1), other }).catch((error) =>
          caught.send(error),
        );
      });
      await yieldNow();
      channel.close();
      const error = await caught.receive();
      return [error instanceof RuntimeError, String(error), standing(other)];
    });

    expect(message).toEqual([true, "RuntimeError: send on closed channel", 0]);
  });

  test("panics so, and is caught, while another goroutine is abroad", async () => {
    const caught = await valueOf(
      async () => {
        const [channel, other] = [empty(), empty()];
        const caught = new Channel<string>(1);
        go(() => new Promise((back) => setImmediate(back)));
        go(async () => {
          await select({ out: channel.sending(1), other }).catch((error) =>
            caught.send(String(error)),
          );
        });
        await yieldNow();
        channel.close();
        return caught.receive();
      },
      { clock: "real" },
    );

    expect(caught).toBe("RuntimeError: send on closed channel");
  });

  test("is woken by a callback that sends what it can (issue38093.go)", async () => {
    const result = await valueOf(
      () => {
        const [clicks, other] = [new Channel<string>(), empty()];
        const source = external("a button");
        setImmediate(() => {
          clicks.trySend("click");
          source.done();
        });
        return select({ clicks, other });
      },
      { clock: "real" },
    );

    expect(result).toEqual({ case: "clicks", value: "click", done: false });
  });

  test.each([
    ["nothing", () => select({}), "select (no cases)"],
    ["two nil channels", () => select([nil(), nil()]), "select"],
    ["one nil channel", () => select([nil()]), "chan receive (nil chan)"],
  ])("for %s is a deadlock, told in Go's words", async (_what, body, why) => {
    const { kind, status, report } = await run(body);

    expect([kind, status]).toEqual(["deadlock", 2]);
    expect(report).toMatch(
      /^fatal error: all goroutines are asleep - deadlock!\n\n/,
    );
    expect(report).toContain(`\ngoroutine 1 [${why}]:\nmain.main(...)`);
  });

  test("names every channel that it waits on", async () => {
    const { goroutines } = await run(() => {
      const [a, b] = [empty(), empty()];
      return select({ a, b: b.sending(1) });
    });

    expect(goroutines[0]?.waits).toMatchObject([
      { reason: "select", on: [/^chan#\d+$/, /^chan#\d+$/].map(matching) },
    ]);
  });

  test("can be one of two that one goroutine awaits at once", async () => {
    const results = await valueOf(() => {
      const [a, b] = [empty(), empty()];
      go(async () => {
        await a.send(1);
        await a.send(2);
      });
      return Promise.all([select({ a, b }), select({ a, b })]);
    });

    expect(results.map(({ value }) => value)).toEqual([1, 2]);
  });
});

function matching(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}

describe("a prepared select", () => {
  test("chooses anew each time", async () => {
    const values = await valueOf(async () => {
      const channel = new Channel<number>(3);
      for (const value of [1, 2, 3]) await channel.send(value);
      const next = select.prepare({ channel });
      return [await next(), await next(), await next()];
    });

    expect(values.map(({ value }) => value)).toEqual([1, 2, 3]);
  });

  test("sends what its sending holds when it is used", async () => {
    const channel = new Channel<number>(2);
    const sending = channel.sending(1);
    const next = select.prepare({ sending });

    await valueOf(async () => {
      await next();
      sending.value = 2;
      await next();
    });

    expect(channel.values()).toEqual([1, 2]);
  });

  test("sends what was meant at its start, if that changes while it waits", async () => {
    const received = await valueOf(async () => {
      const channel = empty();
      const sending = channel.sending(1);
      const next = select.prepare({ sending, never: nil() });
      go(() => next());
      await yieldNow();
      sending.value = 2;
      return channel.receive();
    });

    expect(received).toBe(1);
  });

  test("can be waited on by two goroutines at the same time", async () => {
    const values = await valueOf(async () => {
      const [a, b] = [empty(), empty()];
      const seen = new Channel<number | undefined>(2);
      const next = select.prepare({ a, b });
      go(async () => seen.send((await next()).value));
      go(async () => seen.send((await next()).value));
      await yieldNow();
      await b.send(1);
      await a.send(2);
      return [await seen.receive(), await seen.receive(), standing(a, b)];
    });

    expect(values).toEqual([1, 2, 0]);
  });

  test("can be used again by who was woken, before others go on", async () => {
    const values = await valueOf(async () => {
      const [a, b] = [empty(), empty()];
      const seen: unknown[] = [];
      const next = select.prepare([a, b]);
      go(async () => {
        for (;;) seen.push((await next()).value);
      });
      for (const value of [1, 2, 3, 4]) await [a, b][value % 2]?.send(value);
      await yieldNow();
      return seen;
    });

    expect(values).toEqual([1, 2, 3, 4]);
  });
});

describe("a case that is none is refused", () => {
  test.each([
    ["undefined", undefined, /expected case "x" to be .+, got undefined/],
    ["null", null, /expected case "x" to be .+, got null/],
    ["a number", 3, /expected case "x" to be .+, got 3/],
    ["a promise", Promise.resolve(), /"x" to be a channel.+ got .*Promise/],
    ["another symbol", Symbol("o"), /expected case "x" to be .+Symbol\(o\)/],
    ["an object", { channel: 1 }, /expected case "x" to be a channel/],
  ])("%s", async (_what, candidate, message) => {
    const { error } = await run(() => select({ x: candidate as never }));

    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toMatch(message);
  });

  test("a hole in a list", async () => {
    const cases = [empty(), undefined, empty()] as Channel<number>[];

    const { error } = await run(() => select(cases));

    expect(String(error)).toMatch(/TypeError: expected case "1" to be/);
  });

  test.each(["0", "7", "42", "4294967294"])(
    "the name %s, which JavaScript would put first",
    async (name) => {
      const { error } = await run(() => select({ [name]: empty() }));

      expect(error).toBeInstanceOf(TypeError);
      expect(String(error)).toContain(
        `expected the names of cases, got the number "${name}": use a list`,
      );
    },
  );

  test.each(["1st", "-1", "1.5", "one", "", "constructor", "then"])(
    "but the name %o is as good as any",
    async (name) => {
      const result = await valueOf(() => select({ [name]: full() }));

      expect(result).toEqual({ case: name, value: 7, done: false });
    },
  );

  test("a second default case", async () => {
    const { error } = await run(() =>
      select({ idle: otherwise, again: otherwise }),
    );

    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toContain(
      'expected one default case, got "again" as well',
    );
  });

  test("before any other case has been done", async () => {
    const channel = room();

    await run(() =>
      select({ out: channel.sending(1), wrong: undefined as never }),
    );

    expect(channel.length).toBe(0);
  });

  test("a select outside of any goroutine, though its case is ready", () => {
    expect(() => select({ in: full() })).toThrow(
      "select outside any goroutine",
    );
  });
});

describe("a loop that polls", () => {
  test("leaves the event loop its turns", async () => {
    const polls = await valueOf(
      async () => {
        const came = new Channel<void>(1);
        const source = external("a callback");
        setImmediate(() => {
          came.trySend();
          source.done();
        });
        let count = 0;
        while ((await select({ came, idle: otherwise })).case === "idle")
          count++;
        return count;
      },
      { clock: "real" },
    );

    expect(polls).toBeGreaterThan(0);
  });

  test("lets the other goroutines go on", async () => {
    const chosen = await valueOf(async () => {
      const channel = empty();
      go(() => channel.send(1));
      for (;;) {
        const next = await select({ channel, idle: otherwise });
        if (next.case === "channel") return next.value;
      }
    });

    expect(chosen).toBe(1);
  });

  test("is named when it has polled too often", async () => {
    const warnings: string[] = [];
    const warn = (words: string) => void warnings.push(words);

    await run(
      async () => {
        for (let round = 0; round < 250; round++) {
          await select({ idle: otherwise });
        }
      },
      { maxPolls: 100, warn },
    );

    expect(warnings).toEqual([
      "goroutine 1 has polled 100 times without waiting",
    ]);
  });

  test("ends a run whose clock would stand still for ever", async () => {
    const { kind, status, report } = await run(
      async () => {
        go("sleeper", () => sleep(1_000));
        for (;;) await select({ idle: otherwise });
      },
      { clock: "virtual", maxPolls: 5_000 },
    );

    expect({ kind, status }).toEqual({ kind: "spinning", status: 2 });
    expect(report).toContain("has polled 5000 times without waiting");
  });

  test("is not named if a case is chosen in between", async () => {
    const warnings: string[] = [];
    const warn = (words: string) => void warnings.push(words);

    await run(
      async () => {
        const news = closed();
        for (let round = 0; round < 250; round++) {
          await select({ idle: otherwise });
          if (round % 50 === 0) await select({ news, idle: otherwise });
        }
      },
      { maxPolls: 100, warn },
    );

    expect(warnings).toEqual([]);
  });
});

describe("in the loop around a select", () => {
  test("`break` leaves the switch and not the loop", async () => {
    const kept = await valueOf(async () => {
      const channel = new Channel<number>(5);
      for (const value of [0, 1, 2, 3, 4]) await channel.send(value);
      channel.close();
      const kept: number[] = [];
      for (;;) {
        const next = await select({ channel });
        if (next.done) return kept;
        switch (next.case) {
          case "channel":
            if (next.value === 1) break;
            kept.push(next.value);
        }
      }
    });

    expect(kept).toEqual([0, 2, 3, 4]);
  });

  test("an error of the body is no matter of the select", async () => {
    const { kind, report } = await run(async () => {
      const { value } = await select({ in: full() });
      panic(`saw ${value}`);
    });

    expect([kind, report.split("\n")[0]]).toEqual(["panic", "panic: saw 7"]);
  });
});
