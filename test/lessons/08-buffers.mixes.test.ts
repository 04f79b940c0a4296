import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Channel, go, select } from "rendezvous";
import { range, result } from "./08-buffers.programs.ts";

const perChannel = 60;

interface Pair {
  left: Channel<number>;
  right: Channel<number>;
}

type Side = (pair: Pair, done: Channel<void>) => number;

function sendOneByOne({ left, right }: Pair, done: Channel<void>): number {
  [left, right].forEach((channel) =>
    go(async () => {
      for (const n of range(perChannel)) await channel.send(n);
      await done.send();
    }),
  );
  return 2;
}

function sendWhicheverIsReady(pair: Pair, done: Channel<void>): number {
  go(async () => {
    const next = { left: 0, right: 0 };
    while (next.left + next.right < 2 * perChannel) {
      const sides = (["left", "right"] as const).filter(
        (side) => next[side] < perChannel,
      );
      const chosen = await select(
        sides.map((side) => pair[side].sending(next[side])),
      );
      const side = sides[chosen.case];
      if (side) next[side]++;
    }
    await done.send();
  });
  return 1;
}

function receiveOneByOne(heard: Heard): Side {
  return (pair, done) => {
    (["left", "right"] as const).forEach((side) =>
      go(async () => {
        for (let n = 0; n < perChannel; n++) {
          heard[side].push(await pair[side].receive());
        }
        await done.send();
      }),
    );
    return 2;
  };
}

function receiveWhicheverIsReady(heard: Heard): Side {
  return ({ left, right }, done) => {
    go(async () => {
      for (let n = 0; n < 2 * perChannel; n++) {
        const chosen = await select({ left, right });
        heard[chosen.case].push(chosen.value);
      }
      await done.send();
    });
    return 1;
  };
}

function receiveByRange(heard: Heard): Side {
  return (pair, done) => {
    (["left", "right"] as const).forEach((side) =>
      go(async () => {
        for await (const value of pair[side]) {
          heard[side].push(value);
          if (heard[side].length === perChannel) break;
        }
        await done.send();
      }),
    );
    return 2;
  };
}

interface Heard {
  left: unknown[];
  right: unknown[];
}

const senders = { sendOneByOne, sendWhicheverIsReady };
const receivers = {
  receiveOneByOne,
  receiveWhicheverIsReady,
  receiveByRange,
};

const mixes = Object.entries(senders).flatMap(([sends, send]) =>
  Object.entries(receivers).flatMap(([receives, receive]) =>
    [0, 1, 10, 100].map((capacity) => ({
      sends,
      send,
      receives,
      receive,
      capacity,
    })),
  ),
);

describe("in any order in which goroutines run, every value arrives once and in its order", () => {
  test.each(mixes)(
    "with $sends and $receives at capacity $capacity",
    async ({ send, receive, capacity }) => {
      const property = fc.asyncProperty(fc.nat(), async (seed) => {
        const heard: Heard = { left: [], right: [] };

        await result(
          async () => {
            const pair = {
              left: new Channel<number>(capacity),
              right: new Channel<number>(capacity),
            };
            const done = new Channel<void>();
            let running = send(pair, done) + receive(heard)(pair, done);
            for (; running > 0; running--) await done.receive();
          },
          { order: "random", seed },
        );

        expect(heard).toEqual({
          left: range(perChannel),
          right: range(perChannel),
        });
      });

      await fc.assert(property, { seed: 8, numRuns: 20 });
    },
  );
});

test("a chain of ranges passes a thousand values on in order", async () => {
  const heard = await result(
    async () => {
      let tail = new Channel<number>(3);
      const head = tail;
      for (let link = 0; link < 20; link++) {
        const from = tail;
        const to = new Channel<number>(link % 3);
        go("link", async () => {
          for await (const value of from) await to.send(value);
          to.close();
        });
        tail = to;
      }
      go("head", async () => {
        for (const n of range(1_000)) await head.send(n);
        head.close();
      });
      const heard: number[] = [];
      for await (const value of tail) heard.push(value);
      return heard;
    },
    { order: "random", seed: 8 },
  );

  expect(heard).toEqual(range(1_000));
});
