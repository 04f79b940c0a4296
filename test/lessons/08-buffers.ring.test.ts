import fc from "fast-check";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { Channel, go, yieldNow } from "rendezvous";
import { Ring } from "../../lessons/06-goroutines/ring.ts";
import { range, result } from "./08-buffers.programs.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

async function forget(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
}

describe("a ring", () => {
  test("gives out what was added, the oldest first", () => {
    const ring = new Ring<string>();
    ["a", "b", "c"].forEach((value) => ring.add(value));

    const taken = [ring.take(), ring.take(), ring.take()];

    expect(taken).toEqual(["a", "b", "c"]);
    expect(ring.length).toBe(0);
  });

  test("goes round without growing, and keeps the order", () => {
    const ring = new Ring<number>();
    range(3).forEach((n) => ring.add(n));

    const taken = range(1_000).map((n) => {
      ring.add(n + 3);
      return ring.take();
    });

    expect(taken).toEqual(range(1_000));
    expect(ring.values()).toEqual([1_000, 1_001, 1_002]);
  });

  test("keeps the order when it grows at any position of its head", () => {
    const grown = range(64).map((turned) => {
      const ring = new Ring<number>();
      range(turned).forEach((n) => {
        ring.add(n);
        ring.take();
      });
      range(40).forEach((n) => ring.add(n));
      return ring.values();
    });

    expect(grown).toEqual(range(64).map(() => range(40)));
  });

  test("holds arrays and undefined as values like any other", () => {
    const ring = new Ring<unknown>();
    const values = [[1], undefined, [2, 3], [], null, [[4]]];

    values.forEach((value) => ring.add(value));

    expect(ring.length).toBe(6);
    expect(values.map(() => ring.take())).toEqual(values);
  });

  test("behaves as an array, whatever is added and taken", () => {
    const steps = fc.array(fc.integer({ min: -40, max: 40 }), {
      maxLength: 20,
    });
    const property = fc.property(steps, (steps) => {
      const ring = new Ring<number>();
      const model: number[] = [];
      let last = 0;

      for (const step of steps) {
        range(Math.max(step, 0)).forEach(() => {
          ring.add(++last);
          model.push(last);
        });
        range(Math.min(Math.max(-step, 0), model.length)).forEach(() => {
          expect(ring.take()).toBe(model.shift());
        });
        expect(ring.length).toBe(model.length);
        expect(ring.values()).toEqual(model);
      }
    });

    fc.assert(property, { seed: 8, numRuns: 300 });
  });
});

describe("what was received is not kept alive", () => {
  test("by the buffer in which it waited", async () => {
    const channel = new Channel<object>(4);
    const memory = range(3).map(() => {
      const value = { large: new Uint8Array(1_000) };
      channel.trySend(value);
      return new WeakRef(value);
    });
    channel.tryReceive();
    channel.tryReceive();

    await forget();

    expect(memory.map((each) => each.deref() !== undefined)).toEqual([
      false,
      false,
      true,
    ]);
  });

  test("by the channel through which it was handed over", async () => {
    const channel = new Channel<object>();
    const memory = await result(async () => {
      const value = {};
      go(async () => void (await channel.receive()));
      await yieldNow();
      await channel.send(value);
      await yieldNow();
      return new WeakRef(value);
    });

    await forget();

    expect(channel.length).toBe(0);
    expect(memory.deref()).toBeUndefined();
  });

  test("nor is the value of a sender that a close turned away", async () => {
    const channel = new Channel<object>();
    const memory = await result(async () => {
      const value = {};
      go(() => channel.send(value).catch(() => undefined));
      await yieldNow();
      channel.close();
      await yieldNow();
      return new WeakRef(value);
    });

    await forget();

    expect(channel.isDrained()).toBe(true);
    expect(memory.deref()).toBeUndefined();
  });
});

test("ten thousand channels with room for a million cost under a kilobyte each", async () => {
  await forget();
  const before = process.memoryUsage().heapUsed;

  const channels = range(10_000).map(() => new Channel<number>(1_000_000));

  await forget();
  const bytes = process.memoryUsage().heapUsed - before;
  expect(channels).toHaveLength(10_000);
  expect(bytes / channels.length).toBeLessThan(1_024);
});

test("a channel with room for a million holds a million", () => {
  const channel = new Channel<number>(1_000_000);

  const sent = range(1_000_001).map((n) => channel.trySend(n));

  expect(sent.indexOf(false)).toBe(1_000_000);
  expect(channel.length).toBe(1_000_000);
  expect(range(1_000_000).every((n) => channel.tryReceive() === n)).toBe(true);
});
