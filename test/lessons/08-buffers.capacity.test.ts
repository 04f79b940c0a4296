import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  Channel,
  go,
  otherwise,
  run,
  RuntimeError,
  select,
  sleep,
  yieldNow,
} from "rendezvous";
import { range, result, waits } from "./08-buffers.programs.ts";

const virtual = { clock: "virtual" } as const;

describe("a channel is made", () => {
  test.each([
    { size: undefined, capacity: 0 },
    { size: 0, capacity: 0 },
    { size: 1, capacity: 1 },
    { size: 10, capacity: 10 },
    { size: 2 ** 32 - 1, capacity: 2 ** 32 - 1 },
  ])("with capacity $capacity where $size is asked", ({ size, capacity }) => {
    const channel = new Channel<number>(size);

    expect(channel.capacity).toBe(capacity);
    expect(channel.length).toBe(0);
  });

  test.each([
    [-1],
    [-(2 ** 31)],
    [2 ** 32],
    [2 ** 63],
    [Infinity],
    [-Infinity],
    [NaN],
    [0.5],
    [1e100],
    ["3" as unknown as number],
    [null as unknown as number],
    [{} as unknown as number],
    [3n as unknown as number],
  ])("not with capacity %s: the size is out of range", (size) => {
    const make = () => new Channel<number>(size);

    expect(make).toThrow(RuntimeError);
    expect(make).toThrow(/^makechan: size out of range$/);
    expect(make).toThrow(expect.objectContaining({ code: "SIZE" }));
  });

  test("and a bad size that nobody catches ends the program with status 2", async () => {
    const outcome = await run(() => new Channel(-1), virtual);

    expect(outcome).toMatchObject({ kind: "panic", status: 2 });
    expect(outcome.report).toMatch(/^panic: makechan: size out of range\n/);
  });
});

describe("length and capacity", () => {
  test("are 0 and 0 for a nil channel and an unbuffered one", () => {
    const sizes = [Channel.nil<number>(), new Channel<number>()].map(
      ({ length, capacity }) => [length, capacity],
    );

    expect(sizes).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  test("are 3 and 10 with three values in a buffer of ten", async () => {
    const channel = new Channel<number>(10);

    await result(() => Promise.all([1, 2, 3].map((n) => channel.send(n))));

    expect([channel.length, channel.capacity]).toEqual([3, 10]);
  });

  test("follow sends and receives, and a close changes neither", async () => {
    const channel = new Channel<number>(3);
    const seen: string[] = [];
    const note = (when: string) =>
      seen.push(`${when}: ${channel.length} of ${channel.capacity}`);

    await result(async () => {
      note("empty");
      await channel.send(1);
      await channel.send(2);
      note("two in");
      await channel.receive();
      note("one out");
      channel.close();
      note("closed");
      await channel.receive();
      note("drained");
      await channel.receive();
      note("received once more");
    });

    expect(seen).toEqual([
      "empty: 0 of 3",
      "two in: 2 of 3",
      "one out: 1 of 3",
      "closed: 1 of 3",
      "drained: 0 of 3",
      "received once more: 0 of 3",
    ]);
  });

  test.each([0, 2])(
    "do not count who waits to send at capacity %i",
    async (capacity) => {
      const channel = new Channel<number>(capacity);

      const waiting = await result(async () => {
        for (const n of range(capacity + 3)) go(() => channel.send(n));
        await yieldNow();
        return waits();
      });

      expect(waiting).toEqual(["chan send", "chan send", "chan send"]);
      expect(channel.length).toBe(capacity);
    },
  );

  test("do not count what is handed over to a waiting receiver", async () => {
    const channel = new Channel<number>(2);

    await result(async () => {
      go(() => channel.receive());
      await yieldNow();
      await channel.send(1);
    });

    expect(channel.length).toBe(0);
  });
});

describe("a send into a buffer with room", () => {
  test("is over at once: nobody else runs in between", async () => {
    const order: string[] = [];

    await result(async () => {
      const channel = new Channel<number>(3);
      go(() => order.push("another begins"));
      for (const n of [1, 2, 3]) await channel.send(n);
      order.push("three are sent");
      await yieldNow();
    });

    expect(order).toEqual(["three are sent", "another begins"]);
  });

  test("leaves its value for a receive that comes later", async () => {
    const values = await result(async () => {
      const channel = new Channel<string>(2);
      await channel.send("a");
      await channel.send("b");
      await sleep(60_000);
      return [await channel.receive(), await channel.receive()];
    });

    expect(values).toEqual(["a", "b"]);
  });
});

describe("a send into a full buffer", () => {
  test("waits for ever if nobody receives, and the report says where", async () => {
    const sent: number[] = [];

    const outcome = await run(async () => {
      const channel = new Channel<number>(2);
      for (const n of [1, 2, 3]) {
        await channel.send(n);
        sent.push(n);
      }
    }, virtual);

    expect(sent).toEqual([1, 2]);
    expect(outcome).toMatchObject({ kind: "deadlock", status: 2 });
    expect(outcome.report).toMatch(
      /^fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 \[chan send\]:\n/,
    );
  });

  test("goes on when one value is received, in the order of the senders", async () => {
    const order: string[] = [];

    await result(async () => {
      const channel = new Channel<string>(1);
      await channel.send("first");
      for (const name of ["a", "b", "c"]) {
        go(async () => {
          await channel.send(name);
          order.push(`${name} is sent`);
        });
      }
      await yieldNow();
      order.push(`${await channel.receive()} is received`);
      await yieldNow();
      order.push(`${await channel.receive()} is received`);
      await yieldNow();
    });

    expect(order).toEqual([
      "first is received",
      "a is sent",
      "a is received",
      "b is sent",
    ]);
  });

  test("moves up behind the others, before whoever comes after the receive", async () => {
    const channel = new Channel<number>(2);

    const [received, held] = await result(async () => {
      await channel.send(1);
      await channel.send(2);
      go(() => channel.send(3));
      await yieldNow();
      const received = await channel.receive();
      const held = channel.values();
      return [received, held] as const;
    });

    expect(received).toBe(1);
    expect(held).toEqual([2, 3]);
    expect(channel.trySend(4)).toBe(false);
  });
});

describe("at every capacity from 0 to 199", () => {
  const capacities = range(200);

  async function forEvery<T>(
    probe: (channel: Channel<number>, capacity: number) => Promise<T>,
  ): Promise<T[]> {
    return result(async () => {
      const found: T[] = [];
      for (const capacity of capacities) {
        found.push(await probe(new Channel<number>(capacity), capacity));
      }
      return found;
    });
  }

  test("a receive from an empty channel waits", async () => {
    const waiting = await forEvery(async (channel) => {
      go(() => channel.receive());
      go(() => channel.next());
      await yieldNow();
      const seen = waits();
      channel.close();
      await yieldNow();
      return seen;
    });

    expect(waiting).toEqual(
      capacities.map(() => ["chan receive", "chan receive"]),
    );
  });

  test("a tryReceive and a select with a default case find an empty channel empty", async () => {
    const found = await forEvery(async (channel) => [
      channel.tryReceive(),
      (await select({ channel, otherwise })).case,
    ]);

    expect(found).toEqual(capacities.map(() => [undefined, "otherwise"]));
  });

  test("as many values as fit are sent without waiting, and no more", async () => {
    const sent = await forEvery(async (channel, capacity) => {
      for (const n of range(capacity)) await channel.send(n);
      const more = channel.sending(capacity);
      const chosen = await select({ more, otherwise });
      return [channel.length, channel.trySend(capacity), chosen.case];
    });

    expect(sent).toEqual(
      capacities.map((capacity) => [capacity, false, "otherwise"]),
    );
  });

  test("one send more waits until there is room", async () => {
    const found = await forEvery(async (channel, capacity) => {
      for (const n of range(capacity)) channel.trySend(n);
      go(() => channel.send(capacity));
      await yieldNow();
      const before = waits();
      const first = await channel.receive();
      await yieldNow();
      return [before, first, waits(), channel.length];
    });

    expect(found).toEqual(
      capacities.map((capacity) => [["chan send"], 0, [], capacity]),
    );
  });

  test("a closed channel gives what was sent, in order, and then the end", async () => {
    const found = await forEvery(async (channel, capacity) => {
      for (const n of range(capacity)) await channel.send(n);
      channel.close();
      const values: number[] = [];
      for await (const value of channel) values.push(value);
      return [values, await channel.next(), await channel.receive()];
    });

    expect(found).toEqual(
      capacities.map((capacity) => [
        range(capacity),
        { value: undefined, done: true },
        undefined,
      ]),
    );
  });

  test("a close wakes a receiver that waits, and it is told of the end", async () => {
    const found = await forEvery(async (channel) => {
      const told: unknown[] = [];
      go(async () => told.push(await channel.next()));
      go(async () => told.push(await channel.receive()));
      go(async () => told.push(await select({ channel })));
      await yieldNow();
      channel.close();
      await yieldNow();
      return told;
    });

    const end = { value: undefined, done: true };
    expect(found).toEqual(
      capacities.map(() => [end, undefined, { case: "channel", ...end }]),
    );
  });

  test("one hundred values come out in the order in which they went in", async () => {
    const found = await forEvery(async (channel) => {
      go(async () => {
        for (const n of range(100)) await channel.send(n);
      });
      const values: unknown[] = [];
      for (let n = 0; n < 100; n++) values.push(await channel.receive());
      return values;
    });

    expect(found).toEqual(capacities.map(() => range(100)));
  });

  test("of three senders and three receivers, each value is received once", async () => {
    const found = await forEvery(async (channel) => {
      const values: unknown[] = [];
      const ended = new Channel<void>();
      for (const sender of range(3)) {
        go(async () => {
          for (const n of range(10)) await channel.send(sender * 10 + n);
        });
        go(async () => {
          for (let n = 0; n < 10; n++) values.push(await channel.receive());
          await ended.send();
        });
      }
      for (let n = 0; n < 3; n++) await ended.receive();
      return values.sort((a, b) => Number(a) - Number(b));
    });

    expect(found).toEqual(capacities.map(() => range(30)));
  });
});

test("ten thousand polls see each value the moment it is there", async () => {
  const found = await result(async () => {
    const channel = new Channel<number>(1);
    const closed = new Channel<number>();
    closed.close();
    return range(10_000).map((n) => [
      channel.trySend(n),
      channel.tryReceive() === n,
      closed.canReceive(),
    ]);
  });

  expect(found.flat().filter((seen) => !seen)).toEqual([]);
});

describe("a channel of nothing", () => {
  test("hands over unbuffered, and the receiver is told that something came", async () => {
    const received = await result(async () => {
      const channel = new Channel<void>();
      go(() => channel.send());
      return channel.next();
    });

    expect(received).toEqual({ value: undefined, done: false });
  });

  test("counts in its buffer what it does not hold", async () => {
    const channel = new Channel<void>(2);

    const waiting = await result(async () => {
      await channel.send();
      await channel.send();
      go(() => channel.send());
      await yieldNow();
      return waits();
    });

    expect(channel.length).toBe(2);
    expect(waiting).toEqual(["chan send"]);
    expect(channel.trySend()).toBe(false);
  });
});

describe("whatever is sent and received without waiting", () => {
  type Step = { kind: "send"; value: number | undefined } | { kind: "receive" };
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({
      kind: fc.constant("send" as const),
      value: fc.option(fc.nat(99), { nil: undefined }),
    }),
    fc.record({ kind: fc.constant("receive" as const) }),
  );

  test("a channel behaves as an array that has a limit", () => {
    const property = fc.property(
      fc.nat(9),
      fc.array(step, { maxLength: 60 }),
      (capacity, steps) => {
        const channel = new Channel<number | undefined>(capacity);
        const model: (number | undefined)[] = [];

        for (const each of steps) {
          if (each.kind === "receive") {
            expect(channel.tryReceive()).toBe(model.shift());
          } else {
            const fits = model.length < capacity;
            expect(channel.trySend(each.value)).toBe(fits);
            if (fits) model.push(each.value);
          }
          expect(channel.values()).toEqual(model);
          expect(channel.length).toBe(model.length);
        }
      },
    );

    fc.assert(property, { seed: 8, numRuns: 300 });
  });
});

describe("in whatever order senders and receivers run", () => {
  test("nobody waits at a side that could go on, and nothing is lost", async () => {
    const property = fc.asyncProperty(
      fc.nat(3),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      fc.nat(),
      async (capacity, senders, receivers, seed) => {
        const channel = new Channel<number>(capacity);
        const values: number[] = [];
        const wrong: string[] = [];
        const look = () => {
          const { length, senders, receivers } = channel;
          const isSending = senders.first !== undefined;
          const isReceiving = receivers.first !== undefined;
          if (isSending && isReceiving) wrong.push("both sides wait");
          if (length > 0 && isReceiving) wrong.push("a value is not taken");
          if (length < capacity && isSending) wrong.push("room is not used");
        };

        await result(
          async () => {
            const ended = new Channel<void>();
            for (const sender of range(senders)) {
              go(async () => {
                for (const n of range(12)) {
                  await channel.send(sender * 100 + n);
                  look();
                }
                await ended.send();
              });
            }
            for (let n = 0; n < receivers; n++) {
              go(async () => {
                for await (const value of channel) {
                  values.push(value);
                  look();
                }
                await ended.send();
              });
            }
            for (let n = 0; n < senders; n++) await ended.receive();
            channel.close();
            for (let n = 0; n < receivers; n++) await ended.receive();
          },
          { order: "random", seed },
        );

        const all = range(senders).flatMap((sender) =>
          range(12).map((n) => sender * 100 + n),
        );
        expect(wrong).toEqual([]);
        expect(values.sort((a, b) => a - b)).toEqual(all);
      },
    );

    await fc.assert(property, { seed: 8, numRuns: 120 });
  });
});
