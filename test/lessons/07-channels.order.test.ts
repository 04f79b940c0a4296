import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  Channel,
  go,
  type ReceiveChannel,
  type SendChannel,
  sleep,
  yieldNow,
} from "../../lessons/index.ts";
import { outcomeOf, valueOf } from "./07-channels.programs.ts";

async function receiveAll<T>(
  from: ReceiveChannel<T>,
  count: number,
): Promise<(T | undefined)[]> {
  const received: (T | undefined)[] = [];
  while (received.length < count) received.push(await from.receive());
  return received;
}

async function sendAll<T>(
  to: SendChannel<T>,
  values: readonly T[],
): Promise<void> {
  for (const value of values) await to.send(value);
}

const firstNumbers = (count: number) =>
  Array.from({ length: count }, (_, index) => index);

describe("who waits to send", () => {
  test("is served in the order of arrival", async () => {
    const received = await valueOf(async () => {
      const lines = new Channel<string>();
      go(() => lines.send("first"));
      go(() => lines.send("second"));
      go(() => lines.send("third"));
      await yieldNow();
      return receiveAll(lines, 3);
    });

    expect(received).toEqual(["first", "second", "third"]);
  });

  test("goes on in that order, too", async () => {
    const gone = await valueOf(async () => {
      const order: string[] = [];
      const lines = new Channel<string>();
      const say = async (name: string) => {
        await lines.send(name);
        order.push(name);
      };
      go(say, "first");
      go(say, "second");
      await yieldNow();
      await receiveAll(lines, 2);
      await yieldNow();
      return order;
    });

    expect(gone).toEqual(["first", "second"]);
  });

  test("stands behind all who came before it, also after its turn", async () => {
    const received = await valueOf(async () => {
      const lines = new Channel<string>();
      go(sendAll, lines, ["a1", "a2", "a3"]);
      go(sendAll, lines, ["b1", "b2", "b3"]);
      await yieldNow();
      const all: (string | undefined)[] = [];
      while (all.length < 6) {
        all.push(await lines.receive());
        await yieldNow();
      }
      return all;
    });

    expect(received).toEqual(["a1", "b1", "a2", "b2", "a3", "b3"]);
  });
});

describe("who waits to receive", () => {
  test("is served in the order of arrival", async () => {
    const served = await valueOf(async () => {
      const order: string[] = [];
      const lines = new Channel<string>();
      const hear = async (name: string) =>
        order.push(`${name} hears ${await lines.receive()}`);
      go(hear, "first");
      go(hear, "second");
      await yieldNow();
      await sendAll(lines, ["a", "b"]);
      await yieldNow();
      return order;
    });

    expect(served).toEqual(["first hears a", "second hears b"]);
  });

  test("by next stands in one line with who waits by receive", async () => {
    const served = await valueOf(async () => {
      const order: string[] = [];
      const lines = new Channel<string>();
      go(async () => order.push(`next ${(await lines.next()).value}`));
      go(async () => order.push(`receive ${await lines.receive()}`));
      go(async () => order.push(`next ${(await lines.next()).value}`));
      await yieldNow();
      await sendAll(lines, ["a", "b", "c"]);
      await yieldNow();
      return order;
    });

    expect(served).toEqual(["next a", "receive b", "next c"]);
  });
});

describe("values come out in the order sent", () => {
  test("of one sender", async () => {
    const received = await valueOf(() => {
      const numbers = new Channel<number>();
      go(sendAll, numbers, firstNumbers(1_000));
      return receiveAll(numbers, 1_000);
    });

    expect(received).toEqual(firstNumbers(1_000));
  });

  test("whichever way the goroutines are chained", async () => {
    const received = await valueOf(() => {
      const order: number[] = [];
      const numbers = new Channel<number>();
      const turn = async (
        before: ReceiveChannel<void>,
        after: SendChannel<void>,
      ) => {
        await before.receive();
        order.push((await numbers.receive()) ?? -1);
        await after.send();
      };
      let before = new Channel<void>();
      const first = before;
      firstNumbers(100).forEach(() => {
        const after = new Channel<void>();
        go(turn, before, after);
        before = after;
      });
      go(sendAll, numbers, firstNumbers(100));
      go(() => first.send());
      const last = before;
      return last.receive().then(() => order);
    });

    expect(received).toEqual(firstNumbers(100));
  });

  test("of each sender, however the goroutines are interleaved", async () => {
    const program = async () => {
      const lines = new Channel<[sender: number, count: number]>();
      const count = 5;
      firstNumbers(3).forEach((sender) =>
        go(
          sendAll,
          lines,
          firstNumbers(count).map((n) => [sender, n] as [number, number]),
        ),
      );
      const all = await receiveAll(lines, 3 * count);
      return firstNumbers(3).map((sender) =>
        all.filter((each) => each?.[0] === sender).map((each) => each?.[1]),
      );
    };

    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const received = await valueOf(program, { seed, order: "random" });

        expect(received).toEqual(firstNumbers(3).map(() => firstNumbers(5)));
      }),
      { seed: 7, numRuns: 100 },
    );
  });
});

describe("a value goes to one receiver", () => {
  test("of many, and none is lost", async () => {
    const received = await valueOf(async () => {
      const numbers = new Channel<number>();
      const seen: number[] = [];
      const consume = async () => {
        for (;;) seen.push((await numbers.receive()) ?? -1);
      };
      firstNumbers(10).forEach(() => go(consume));
      await sendAll(numbers, firstNumbers(1_000));
      await yieldNow();
      return seen;
    });

    expect(received.sort((a, b) => a - b)).toEqual(firstNumbers(1_000));
  });

  test("whatever the number of senders, receivers and values", async () => {
    const program =
      (senders: number, receivers: number, each: number) => async () => {
        const numbers = new Channel<number>();
        const seen: number[] = [];
        const consume = async () => {
          for (;;) seen.push((await numbers.receive()) ?? -1);
        };
        firstNumbers(receivers).forEach(() => go(consume));
        firstNumbers(senders).forEach((sender) =>
          go(
            sendAll,
            numbers,
            firstNumbers(each).map((n) => sender * each + n),
          ),
        );
        await sleep(1);
        return seen.sort((a, b) => a - b);
      };

    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 0, max: 20 }),
        fc.nat(),
        async (senders, receivers, each, seed) => {
          const body = program(senders, receivers, each);

          const seen = await valueOf(body, { seed, order: "random" });

          expect(seen).toEqual(firstNumbers(senders * each));
        },
      ),
      { seed: 7, numRuns: 100 },
    );
  });

  test("and senders and receivers are never both in line", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { maxLength: 40 }),
        fc.nat(),
        async (arrivals, seed) => {
          const bothInLine = await valueOf(
            async () => {
              const numbers = new Channel<number>();
              const isCrowded = () =>
                numbers.senders.first !== undefined &&
                numbers.receivers.first !== undefined;
              const moments: boolean[] = [];
              for (const isSender of arrivals) {
                go(() => (isSender ? numbers.send(1) : numbers.receive()));
                await yieldNow();
                moments.push(isCrowded());
              }
              return moments.some(Boolean);
            },
            { seed, order: "random" },
          );

          expect(bothInLine).toBe(false);
        },
      ),
      { seed: 7, numRuns: 100 },
    );
  });
});

describe("many goroutines", () => {
  test("ten thousand of them pass one value along", async () => {
    const passed = await valueOf(async () => {
      const link = async (
        left: ReceiveChannel<number>,
        right: SendChannel<number>,
      ) => right.send(((await left.receive()) ?? 0) + 1);
      const first = new Channel<number>();
      let last = first;
      firstNumbers(10_000).forEach(() => {
        const right = new Channel<number>();
        go(link, last, right);
        last = right;
      });
      go(() => first.send(0));
      return last.receive();
    });

    expect(passed).toBe(10_000);
  });

  test("a hundred thousand senders on one channel are served in order", async () => {
    const received = await valueOf(async () => {
      const numbers = new Channel<number>();
      firstNumbers(100_000).forEach((n) => go(() => numbers.send(n)));
      await sleep(1);
      return receiveAll(numbers, 100_000);
    });

    expect(received).toHaveLength(100_000);
    expect(received.every((value, index) => value === index)).toBe(true);
  }, 20_000);

  test("a hundred thousand receivers on one channel are served in order", async () => {
    const received = await valueOf(async () => {
      const numbers = new Channel<number>();
      const served: (number | undefined)[] = [];
      firstNumbers(100_000).forEach((place) =>
        go(async () => (served[place] = await numbers.receive())),
      );
      await sleep(1);
      await sendAll(numbers, firstNumbers(100_000));
      await sleep(1);
      return served;
    });

    expect(received).toHaveLength(100_000);
    expect(received.every((value, index) => value === index)).toBe(true);
  }, 20_000);

  test("leave no one in line when all are served", async () => {
    const left = await valueOf(async () => {
      const numbers = new Channel<number>();
      firstNumbers(100).forEach((n) => go(() => numbers.send(n)));
      firstNumbers(100).forEach(() => go(() => numbers.receive()));
      await sleep(1);
      return [numbers.senders.members(), numbers.receivers.members()];
    });

    expect(left).toEqual([[], []]);
  });
});

test("which of two partners goes on first is the schedule's choice", async () => {
  const program = async () => {
    const order: string[] = [];
    const lines = new Channel<string>();
    go(async () => {
      await lines.send("hello");
      order.push("sender");
    });
    go(async () => {
      await lines.receive();
      order.push("receiver");
    });
    await sleep(1);
    return order.join();
  };

  const seen = await Promise.all(
    firstNumbers(40).map((seed) =>
      outcomeOf(program, { seed, order: "random" }),
    ),
  );

  expect(new Set(seen.map(({ value }) => value))).toEqual(
    new Set(["sender,receiver", "receiver,sender"]),
  );
});
