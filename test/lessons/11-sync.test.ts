import { describe, expect, test } from "vitest";
import {
  Channel,
  go,
  Mutex,
  now,
  sleep,
  WaitGroup,
  yieldNow,
} from "../../lessons/index.ts";
import { valueOf } from "./11-sync.programs.ts";

type Count = (addOne: () => Promise<number>) => Promise<number>;

const workers = 20;

async function slowOne(): Promise<number> {
  await sleep(5);
  return 1;
}

/** `body`, twenty times at once. */
async function together(body: () => unknown): Promise<void> {
  const all = new WaitGroup();
  for (let worker = 1; worker <= workers; worker++) all.go(body);
  await all.wait();
}

const oneLine: Count = async (addOne) => {
  let total = 0;
  await together(async () => {
    total += await addOne();
  });
  return total;
};

const waitFirst: Count = async (addOne) => {
  let total = 0;
  await together(async () => {
    const one = await addOne();
    total += one;
  });
  return total;
};

const underLock: Count = async (addOne) => {
  let total = 0;
  const lock = new Mutex();
  await together(async () => {
    await lock.lock();
    try {
      total += await addOne();
    } finally {
      lock.unlock();
    }
  });
  return total;
};

const byOwner: Count = async (addOne) => {
  const ones = new Channel<number>();
  go("closer", async () => {
    await together(async () => ones.send(await addOne()));
    ones.close();
  });
  let total = 0;
  for await (const one of ones) total += one;
  return total;
};

describe("a number that twenty goroutines change", () => {
  test.each([
    ["reads it, waits and writes it back", oneLine, 1],
    ["waits first, and then adds in one stretch", waitFirst, workers],
    ["holds a lock from its read to its write", underLock, workers],
    ["is told what to add, one after the other", byOwner, workers],
  ])("counts what is left if each %s", async (_, count, expected) => {
    expect(await valueOf(() => count(slowOne))).toBe(expected);
  });

  test("loses nothing in n++, however many take turns", async () => {
    const total = await valueOf(
      async () => {
        let total = 0;
        await together(async () => {
          for (let time = 1; time <= 50; time++) {
            await yieldNow();
            total++;
          }
        });
        return total;
      },
      { order: "random" },
    );

    expect(total).toBe(workers * 50);
  });

  test.each([
    ["one after the other under a lock", underLock, workers * 5],
    ["at the same time with an owner", byOwner, 5],
  ])("waits for them %s", async (_, count, expected) => {
    const time = await valueOf(async () => {
      await count(slowOne);
      return now();
    });

    expect(time).toBe(expected);
  });
});

describe("a lock made of a channel with room for one", () => {
  const lock = (channel: Channel<void>) => channel.send();
  const unlock = (channel: Channel<void>) => channel.receive();

  test("loses no update, as a Mutex", async () => {
    const total = await valueOf(async () => {
      const held = new Channel<void>(1);
      let total = 0;
      await together(async () => {
        await lock(held);
        total += await slowOne();
        await unlock(held);
      });
      return total;
    });

    expect(total).toBe(workers);
  });

  test("is taken by a try only if it is free", async () => {
    const tries = await valueOf(() => {
      const held = new Channel<void>(1);
      return [held.trySend(), held.trySend()];
    });

    expect(tries).toEqual([true, false]);
  });

  test("waits for ever where a Mutex would say that nobody has locked", async () => {
    const end = valueOf(() => unlock(new Channel<void>(1)));

    await expect(end).rejects.toThrow("all goroutines are asleep");
  });
});
