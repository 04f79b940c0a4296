import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  Channel,
  go,
  Outbox,
  type OutboxLimits,
  type ReceiveChannel,
  run,
  select,
  sleep,
  yieldNow,
} from "rendezvous";
import { range, result } from "./08-buffers.programs.ts";

const virtual = { clock: "virtual" } as const;
const byLength = { bytesOf: (text: string) => text.length };

describe("an outbox is made", () => {
  test("empty, with room for as many values as asked", () => {
    const outbox = new Outbox<string>({ messages: 16 });

    expect(outbox).toMatchObject({
      length: 0,
      capacity: 16,
      bytes: 0,
      refused: 0,
    });
  });

  test.each([[0], [-1], [1.5], [NaN], [Infinity], [2 ** 32]])(
    "not for %s messages",
    (messages) => {
      expect(() => new Outbox({ messages })).toThrow(
        new RangeError(
          `expected messages to be a whole number from 1 to 4294967295, got ${messages}`,
        ),
      );
    },
  );

  test("not without a number of messages", () => {
    const limits = {} as OutboxLimits<string>;

    expect(() => new Outbox(limits)).toThrow(
      "expected messages to be a whole number from 1 to 4294967295, got undefined",
    );
  });

  test.each([[0], [-1], [0.5], [NaN], [Infinity], [2 ** 60]])(
    "not for %s bytes",
    (bytes) => {
      const make = () => new Outbox({ messages: 1, bytes, ...byLength });

      expect(make).toThrow(RangeError);
      expect(make).toThrow(
        `expected bytes to be a whole number from 1 to 9007199254740991, got ${bytes}`,
      );
    },
  );

  test("not with a limit of bytes and no way to count them", () => {
    expect(() => new Outbox({ messages: 1, bytes: 10 })).toThrow(
      new TypeError("expected bytesOf, as bytes is limited"),
    );
  });

  test("with limits that are named and left undefined, as if they were not", () => {
    const limits = { messages: 1, bytes: undefined, bytesOf: undefined };

    expect(new Outbox<string>(limits).offer("a")).toBe(true);
  });
});

describe("an offer", () => {
  test("is taken while there is room for one more, and then refused", () => {
    const outbox = new Outbox<string>({ messages: 2 });

    const taken = ["a", "b", "c", "d"].map((each) => outbox.offer(each));

    expect(taken).toEqual([true, true, false, false]);
    expect(outbox).toMatchObject({ length: 2, refused: 2 });
    expect(outbox.tryTakeReady()).toEqual(["a", "b"]);
  });

  test("is taken again when something was taken out", () => {
    const outbox = new Outbox<string>({ messages: 1 });
    outbox.offer("a");
    outbox.offer("refused");

    outbox.tryTakeReady();

    expect(outbox.offer("b")).toBe(true);
    expect(outbox).toMatchObject({ length: 1, refused: 1 });
  });

  test("never waits, so that it may be made outside every goroutine", async () => {
    const outbox = new Outbox<number>({ messages: 1 });

    const ending = result(() => outbox.takeReady());
    await Promise.resolve().then(() => outbox.offer(1));

    expect(await ending).toEqual([1]);
  });

  test("lets nobody else run", async () => {
    const order: string[] = [];

    await result(async () => {
      const outbox = new Outbox<number>({ messages: 1 });
      go(async () => {
        await outbox.next();
        order.push("the client goes on");
      });
      await yieldNow();
      outbox.offer(1);
      outbox.offer(2);
      order.push("the owner goes on");
      await yieldNow();
    });

    expect(order).toEqual(["the owner goes on", "the client goes on"]);
  });

  test("goes straight to a client that waits, and takes no room", async () => {
    const seen = await result(async () => {
      const outbox = new Outbox<string>({
        messages: 1,
        bytes: 3,
        ...byLength,
      });
      go(() => outbox.next());
      await yieldNow();
      const first = outbox.offer("abc");
      const { length, bytes } = outbox;
      return [first, length, bytes, outbox.offer("def"), outbox.bytes];
    });

    expect(seen).toEqual([true, 0, 0, true, 3]);
  });

  test("may be of undefined, which counts like any value", () => {
    const outbox = new Outbox<undefined>({ messages: 1 });

    expect([outbox.offer(undefined), outbox.offer(undefined)]).toEqual([
      true,
      false,
    ]);
    expect(outbox.tryTakeReady()).toEqual([undefined]);
  });
});

describe("a limit of bytes", () => {
  const limits = { messages: 10, bytes: 10, ...byLength };

  test("is reached exactly, and not passed", () => {
    const outbox = new Outbox(limits);

    const taken = ["12345", "67890", "x"].map((each) => outbox.offer(each));

    expect(taken).toEqual([true, true, false]);
    expect(outbox).toMatchObject({ length: 2, bytes: 10, refused: 1 });
  });

  test("lets a small value in where a larger one was refused", () => {
    const outbox = new Outbox(limits);

    const taken = ["12345678", "large", "ab"].map((each) => outbox.offer(each));

    expect(taken).toEqual([true, false, true]);
    expect(outbox.bytes).toBe(10);
  });

  test("does not count empty values, which the other limit does", () => {
    const outbox = new Outbox({ ...limits, messages: 3 });

    const taken = range(4).map(() => outbox.offer(""));

    expect(taken).toEqual([true, true, true, false]);
    expect(outbox.bytes).toBe(0);
  });

  test("always refuses a value that is larger than all of it", async () => {
    const refused = await result(async () => {
      const outbox = new Outbox(limits);
      const whileEmpty = outbox.offer("12345678901");
      go(() => outbox.next());
      await yieldNow();
      return [whileEmpty, outbox.offer("12345678901"), outbox.refused];
    });

    expect(refused).toEqual([false, false, 2]);
  });

  test("counts bytes that wait even where none is set", () => {
    const outbox = new Outbox({ messages: 10, ...byLength });

    outbox.offer("abc");
    outbox.offer("de");

    expect(outbox.bytes).toBe(5);
  });

  test("measures a value once: what it becomes later changes nothing", () => {
    const outbox = new Outbox<{ size: number }>({
      messages: 10,
      bytes: 10,
      bytesOf: ({ size }) => size,
    });
    const value = { size: 4 };

    outbox.offer(value);
    value.size = 1_000;
    outbox.tryTakeReady();

    expect(outbox.bytes).toBe(0);
  });

  const takers: [
    string,
    (outbox: Outbox<string>) => unknown,
    { bytes: number },
  ][] = [
    ["next", (o) => o.next(), { bytes: 5 }],
    ["takeReady", (o) => o.takeReady(), { bytes: 0 }],
    ["tryTakeReady", (o) => o.tryTakeReady(), { bytes: 0 }],
    ["receive on its channel", (o) => o.channel.receive(), { bytes: 5 }],
    ["tryReceive on its channel", (o) => o.channel.tryReceive(), { bytes: 5 }],
    ["a select", (o) => select({ message: o.channel }), { bytes: 5 }],
    [
      "a range that breaks off",
      async (o) => {
        for await (const text of o) if (text) break;
      },
      { bytes: 5 },
    ],
  ];

  test.each(takers)(
    "is lifted by what %s takes out",
    async (_name, take, { bytes }) => {
      const outbox = new Outbox(limits);
      outbox.offer("abc");
      outbox.offer("de");
      outbox.offer("fgh");

      await result(async () => void (await take(outbox)));

      expect(outbox.offer("x".repeat(11 - bytes))).toBe(false);
      expect(outbox.offer("x".repeat(10 - bytes))).toBe(true);
      expect(outbox.bytes).toBe(10);
    },
  );

  test.each([[NaN], [-1], [0.5], [Infinity], [undefined], ["3"]])(
    "is not broken by a measure of %s",
    (size) => {
      const outbox = new Outbox<string>({
        messages: 10,
        bytes: 10,
        bytesOf: () => size as number,
      });

      expect(() => outbox.offer("a")).toThrow(
        new RangeError(`expected bytesOf to give whole bytes, got ${size}`),
      );
      expect(outbox).toMatchObject({ length: 0, bytes: 0, refused: 0 });
    },
  );

  test("is not touched by a measure that throws", () => {
    const outbox = new Outbox<string>({
      messages: 1,
      bytes: 10,
      bytesOf: () => {
        throw new Error("no idea");
      },
    });

    expect(() => outbox.offer("a")).toThrow("no idea");
    expect(outbox).toMatchObject({ length: 0, bytes: 0, refused: 0 });
  });
});

describe("takeReady", () => {
  test("takes all that waits, the oldest first", async () => {
    const outbox = new Outbox<number>({ messages: 5 });
    range(5).forEach((n) => outbox.offer(n));

    expect(await result(() => outbox.takeReady())).toEqual(range(5));
    expect(outbox.length).toBe(0);
  });

  test("waits for one, and takes along what came before it could go on", async () => {
    const taken = await result(async () => {
      const outbox = new Outbox<number>({ messages: 2 });
      const written = new Channel<number[]>();
      go(async () => written.send(await outbox.takeReady()));
      await yieldNow();
      const offers = range(4).map((n) => outbox.offer(n));
      return [offers, await written.receive()];
    });

    expect(taken).toEqual([
      [true, true, true, false],
      [0, 1, 2],
    ]);
  });

  test("waits as any receive does", async () => {
    const outcome = await run(
      () => new Outbox<number>({ messages: 1 }).takeReady(),
      virtual,
    );

    expect(outcome.kind).toBe("deadlock");
    expect(outcome.report).toContain("goroutine 1 [chan receive]:");
  });

  test("gives two who wait for it a value each", async () => {
    const taken = await result(async () => {
      const outbox = new Outbox<string>({ messages: 5 });
      const written = new Channel<string[]>();
      go(async () => written.send(await outbox.takeReady()));
      go(async () => written.send(await outbox.takeReady()));
      await yieldNow();
      ["a", "b", "c"].forEach((each) => outbox.offer(each));
      return [await written.receive(), await written.receive()];
    });

    expect(taken).toEqual([["a", "c"], ["b"]]);
  });

  test("lets a slow client find in one piece what came while it wrote", async () => {
    const writes = await result(async () => {
      const outbox = new Outbox<number>({ messages: 5 });
      const writes: number[][] = [];
      const done = new Channel<void>();
      go("pump", async () => {
        for (;;) {
          const ready = await outbox.takeReady();
          if (ready.length === 0) break;
          await sleep(25);
          writes.push(ready);
        }
        await done.send();
      });
      for (const n of range(7)) {
        outbox.offer(n);
        await sleep(10);
      }
      outbox.close();
      await done.receive();
      return writes;
    });

    expect(writes).toEqual([[0], [1, 2], [3, 4], [5, 6]]);
  });
});

describe("tryTakeReady", () => {
  test("takes nothing from an empty outbox, and does not wait", () => {
    expect(new Outbox({ messages: 1 }).tryTakeReady()).toEqual([]);
  });

  test("completes the value that a select has received", async () => {
    const taken = await result(async () => {
      const outbox = new Outbox<number>({ messages: 5 });
      range(3).forEach((n) => outbox.offer(n));
      const first = await select({ message: outbox.channel });
      return [first.value, ...outbox.tryTakeReady()];
    });

    expect(taken).toEqual([0, 1, 2]);
  });
});

describe("a closed outbox", () => {
  test("gives what waited in it, and then the end, as often as it is asked", async () => {
    const outbox = new Outbox<string>({ messages: 3 });
    outbox.offer("a");
    outbox.offer("b");
    outbox.close();

    const taken = await result(async () => [
      await outbox.takeReady(),
      await outbox.takeReady(),
      await outbox.takeReady(),
    ]);

    expect(taken).toEqual([["a", "b"], [], []]);
  });

  test("ends a range and tells next that it is done", async () => {
    const outbox = new Outbox<string>({ messages: 3 });
    outbox.offer("a");
    outbox.offer("b");
    outbox.close();

    const taken = await result(async () => {
      const values: string[] = [];
      for await (const value of outbox) values.push(value);
      return [values, await outbox.next()];
    });

    expect(taken).toEqual([["a", "b"], { value: undefined, done: true }]);
  });

  test("wakes everybody who waits for it", async () => {
    const told = await result(async () => {
      const outbox = new Outbox<string>({ messages: 3 });
      const told: unknown[] = [];
      go(async () => told.push(await outbox.takeReady()));
      go(async () => told.push(await outbox.next()));
      await yieldNow();
      outbox.close();
      await yieldNow();
      return told;
    });

    expect(told).toEqual([[], { value: undefined, done: true }]);
  });

  test.each([
    { room: "with room", messages: 9, offered: "a" },
    { room: "without room", messages: 2, offered: "ab" },
    { room: "without the bytes", messages: 9, offered: "abcd" },
  ])("$room panics at an offer", ({ messages, offered }) => {
    const outbox = new Outbox({ messages, bytes: 4, ...byLength });
    [...offered].forEach((letter) => outbox.offer(letter));
    outbox.close();

    expect(() => outbox.offer("ab")).toThrow(/^send on closed channel$/);
    expect(outbox.refused).toBe(0);
  });

  test("is not closed a second time", () => {
    const outbox = new Outbox<string>({ messages: 1 });
    outbox.close();

    expect(() => outbox.close()).toThrow(/^close of closed channel$/);
  });
});

test("an outbox gives its client the end to receive from, and no other", () => {
  expectTypeOf<Outbox<string>["channel"]>().toEqualTypeOf<
    ReceiveChannel<string>
  >();
});

test("ten members hear everything while an eleventh reads nothing", async () => {
  const { heard, refused } = await result(async () => {
    const heard: number[][] = [];
    const done = new Channel<void>();
    const slow = new Outbox<number>({ messages: 4 });
    const members = range(10).map(() => {
      const outbox = new Outbox<number>({ messages: 4 });
      const own: number[] = [];
      heard.push(own);
      go("pump", async () => {
        for await (const value of outbox) own.push(value);
        await done.send();
      });
      return outbox;
    });
    for (const tick of range(100)) {
      [slow, ...members].forEach((outbox) => outbox.offer(tick));
      await yieldNow();
    }
    members.forEach((outbox) => outbox.close());
    for (let n = 0; n < 10; n++) await done.receive();
    return { heard, refused: slow.refused };
  });

  expect(heard).toEqual(range(10).map(() => range(100)));
  expect(refused).toBe(96);
});

describe("whatever is offered and taken", () => {
  const steps = fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.nat(12) },
      { weight: 1, arbitrary: fc.constant("take one" as const) },
      { weight: 1, arbitrary: fc.constant("take all" as const) },
    ),
    { maxLength: 60 },
  );

  test("both limits hold, the counters are right, and the order is kept", async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 30 }),
      steps,
      async (messages, bytes, steps) => {
        await result(async () => {
          const bytesOf = (value: number) => value;
          const outbox = new Outbox<number>({ messages, bytes, bytesOf });
          const model: number[] = [];
          const sum = () => model.reduce((total, n) => total + n, 0);
          let refused = 0;

          for (const step of steps) {
            if (step === "take all") {
              expect(outbox.tryTakeReady()).toEqual(model.splice(0));
            } else if (step === "take one") {
              expect(outbox.channel.tryReceive()).toBe(model.shift());
            } else {
              const fits = model.length < messages && sum() + step <= bytes;
              expect(outbox.offer(step)).toBe(fits);
              if (fits) model.push(step);
              else refused++;
            }
            const { length } = model;
            expect(outbox).toMatchObject({ length, bytes: sum(), refused });
          }
        });
      },
    );

    await fc.assert(property, { seed: 8, numRuns: 300 });
  });
});
