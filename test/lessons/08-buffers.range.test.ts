import { describe, expect, test } from "vitest";
import {
  Channel,
  describeLeaks,
  go,
  type ReceiveChannel,
  run,
  yieldNow,
} from "rendezvous";
import { range, result } from "./08-buffers.programs.ts";

const virtual = { clock: "virtual" } as const;

function spoken<T>(values: readonly T[], capacity = 0): ReceiveChannel<T> {
  const channel = new Channel<T>(capacity);
  go("speaker", async () => {
    for (const value of values) await channel.send(value);
    channel.close();
  });
  return channel;
}

function closedWith<T>(...values: T[]): Channel<T> {
  const channel = new Channel<T>(values.length);
  values.forEach((value) => channel.trySend(value));
  channel.close();
  return channel;
}

async function all<T>(channel: ReceiveChannel<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of channel) values.push(value);
  return values;
}

describe("a range over a channel", () => {
  test.each([0, 1, 2, 100])(
    "gives all that is sent and ends with the close, at capacity %i",
    async (capacity) => {
      const letters = [..."abcdefghijklmnopqrstuvwxyz"];

      const heard = await result(() => all(spoken(letters, capacity)));

      expect(heard).toEqual(letters);
    },
  );

  test("may be run only to count", async () => {
    const count = await result(async () => {
      let count = 0;
      for await (const value of spoken([..."rendezvous"])) {
        count += value.length;
      }
      return count;
    });

    expect(count).toBe(10);
  });

  test("gives what is left in a closed buffer", async () => {
    const channel = closedWith(10, 20);

    expect(await result(() => all(channel))).toEqual([10, 20]);
    expect(channel.length).toBe(0);
  });

  test("runs zero times if the channel is closed and empty", async () => {
    expect(await result(() => all(closedWith<number>()))).toEqual([]);
  });

  test("does not stop at an undefined that was sent", async () => {
    const channel = closedWith<number | undefined>(1, undefined, 2);

    expect(await result(() => all(channel))).toEqual([1, undefined, 2]);
  });

  test("hands a promise over as it is", async () => {
    const promise = Promise.resolve(1);

    const [value] = await result(() => all(closedWith(promise)));

    expect(value).toBe(promise);
  });

  test("stays with the channel it began with", async () => {
    const heard = await result(async () => {
      let channel = closedWith("old 1", "old 2");
      const heard: string[] = [];
      for await (const value of channel) {
        channel = closedWith("new");
        heard.push(value);
      }
      return heard;
    });

    expect(heard).toEqual(["old 1", "old 2"]);
  });

  test("has a variable of its own for every value", async () => {
    const later = await result(async () => {
      const later: (() => number)[] = [];
      for await (const value of closedWith(0, 1, 2)) later.push(() => value);
      return later.map((ask) => ask());
    });

    expect(later).toEqual([0, 1, 2]);
  });

  test("gives a value that is sent while its body runs", async () => {
    const heard = await result(async () => {
      const channel = new Channel<number>(1);
      await channel.send(3);
      const heard: number[] = [];
      for await (const value of channel) {
        heard.push(value);
        if (value > 0) await channel.send(value - 1);
        else channel.close();
      }
      return heard;
    });

    expect(heard).toEqual([3, 2, 1, 0]);
  });

  test("shares the values with another one, each value going to one of them", async () => {
    const heard = await result(async () => {
      const channel = spoken(range(20));
      const parts = new Channel<number[]>();
      go(async () => parts.send(await all(channel)));
      go(async () => parts.send(await all(channel)));
      return [await parts.receive(), await parts.receive()];
    });

    expect(heard.map((part) => part?.length)).not.toContain(0);
    expect(heard.flat().sort((a, b) => Number(a) - Number(b))).toEqual(
      range(20),
    );
  });
});

describe("a loop that is left early", () => {
  const ways = [
    {
      way: "break",
      leave: async (channel: ReceiveChannel<number>) => {
        for await (const value of channel) if (value === 1) break;
      },
    },
    {
      way: "return",
      leave: async (channel: ReceiveChannel<number>) => {
        for await (const value of channel) if (value === 1) return;
      },
    },
    {
      way: "throw",
      leave: async (channel: ReceiveChannel<number>) => {
        try {
          for await (const value of channel) {
            if (value === 1) throw new Error("enough");
          }
        } catch {
          return;
        }
      },
    },
  ];

  test.each(ways)(
    "by $way leaves the channel open, with the values that it did not take",
    async ({ leave }) => {
      const rest = await result(async () => {
        const channel = new Channel<number>(4);
        for (const n of [0, 1, 2]) await channel.send(n);
        await leave(channel);
        await channel.send(3);
        channel.close();
        return all(channel);
      });

      expect(rest).toEqual([2, 3]);
    },
  );

  test.each(ways)(
    "by $way leaves the sender waiting for the next receive",
    async ({ leave }) => {
      const rest = await result(async () => {
        const channel = spoken([0, 1, 2, 3]);
        await leave(channel);
        return all(channel);
      });

      expect(rest).toEqual([2, 3]);
    },
  );
});

describe("a range that nobody ends", () => {
  test("is a deadlock if the channel is never closed", async () => {
    const heard: number[] = [];

    const outcome = await run(async () => {
      const channel = new Channel<number>();
      go(async () => {
        for (const n of [0, 1, 2]) await channel.send(n);
      });
      for await (const value of channel) heard.push(value);
    }, virtual);

    expect(heard).toEqual([0, 1, 2]);
    expect(outcome).toMatchObject({ kind: "deadlock", status: 2 });
    expect(outcome.report).toMatch(/\n\ngoroutine 1 \[chan receive\]:\n/);
  });

  test("is a deadlock over a nil channel", async () => {
    const outcome = await run(() => all(Channel.nil<number>()), virtual);

    expect(outcome).toMatchObject({ kind: "deadlock", status: 2 });
    expect(outcome.report).toMatch(
      /\n\ngoroutine 1 \[chan receive \(nil chan\)\]:\n/,
    );
  });

  test("is a leak if it is not main's, and the program ends without it", async () => {
    const outcome = await run(async () => {
      const channel = new Channel<number>();
      go("listener", () => all(channel));
      await channel.send(1);
      await yieldNow();
    }, virtual);

    expect(outcome).toMatchObject({ kind: "returned", status: 0 });
    expect(describeLeaks(outcome)).toEqual([
      expect.stringMatching(
        /^leak: goroutine 2 \(listener\) still waits: chan receive on chan#\d+$/,
      ),
    ]);
  });
});
