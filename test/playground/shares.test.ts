import { after, Channel, go, otherwise, select, sleep, tick } from "rendezvous";
import { describe, expect, test } from "vitest";
import type { SelectShares } from "../../playground/protocol.ts";
import * as sampler from "../../playground/worker/shares.ts";

// However slow the machine is: what is counted here must not depend on it.
const sampleSelects = (program: () => unknown) =>
  sampler.sampleSelects(program, Infinity);

/** Of each select how often each case was taken, in percent. */
function inPercent(all: SelectShares[]): Record<string, number>[] {
  return all.map(({ shares }) =>
    Object.fromEntries(
      shares.map(({ name, share }) => [name, Math.round(share * 100)]),
    ),
  );
}

function full(): Channel<number> {
  const channel = new Channel<number>(1);
  channel.trySend(1);
  return channel;
}

describe("of a select", () => {
  test("with one ready case that one is always taken", async () => {
    const shares = await sampleSelects(() =>
      select({ ready: full(), never: new Channel<number>() }),
    );

    expect(inPercent(shares)).toEqual([{ ready: 100, never: 0 }]);
    expect(shares[0]?.choices).toBe(200);
    expect(shares[0]?.line).toMatch(/shares\.test\.ts:\d+:\d+$/);
  });

  test("with two ready cases each is taken about half the time", async () => {
    const shares = await sampleSelects(() =>
      select({ one: full(), other: full() }),
    );

    const [one = 0, other = 0] = shares[0]?.shares.map((s) => s.share) ?? [];
    expect(one).toBeGreaterThan(0.38);
    expect(one).toBeLessThan(0.62);
    expect(one).not.toBe(0.5);
    expect(one + other).toBeCloseTo(1);
  });

  test("with three ready cases the one beside a gap is not favoured", async () => {
    const shares = await sampleSelects(() =>
      select({
        ...{ never: new Channel<number>(), a: full(), b: full(), c: full() },
      }),
    );

    const [never, ...others] = shares[0]?.shares ?? [];
    expect(never).toEqual({ name: "never", share: 0 });
    for (const { share } of others) {
      expect(share).toBeGreaterThan(0.23);
      expect(share).toBeLessThan(0.44);
    }
  });

  test("with a default case that is taken where none is ready", async () => {
    const shares = await sampleSelects(async () => {
      for (const channel of [full(), new Channel<number>()]) {
        await select({ value: channel, idle: otherwise });
      }
    });

    expect(inPercent(shares)).toEqual([{ value: 50, idle: 50 }]);
    expect(shares[0]?.choices).toBe(400);
  });

  test("in a loop all of its choices are counted", async () => {
    const shares = await sampleSelects(async () => {
      const [a, b] = [new Channel<number>(2), new Channel<number>(1)];
      for (const channel of [a, a, b]) channel.trySend(1);
      for (let left = 3; left > 0; left--) await select({ a, b });
    });

    expect(inPercent(shares)).toEqual([{ a: 67, b: 33 }]);
    expect(shares[0]?.choices).toBe(600);
  });
});

describe("a select that waits is counted by what wakes it", () => {
  test("which may be a send", async () => {
    const shares = await sampleSelects(async () => {
      const [a, b] = [new Channel<number>(), new Channel<number>()];
      go(() => b.send(1));
      await select({ a, b });
    });

    expect(inPercent(shares)).toEqual([{ a: 0, b: 100 }]);
  });

  test("which may be a send into a buffer", async () => {
    const shares = await sampleSelects(async () => {
      const [a, b] = [new Channel<number>(3), new Channel<number>(3)];
      go(() => b.send(1));
      await select({ a, b });
    });

    expect(inPercent(shares)).toEqual([{ a: 0, b: 100 }]);
  });

  test("which may be a receive, on a channel that it also receives from", async () => {
    const shares = await sampleSelects(async () => {
      const channel = new Channel<number>();
      go(() => channel.receive());
      await select({ take: channel, give: channel.sending(1) });
    });

    expect(inPercent(shares)).toEqual([{ take: 0, give: 100 }]);
  });

  test("which may be a receive that makes room in a buffer", async () => {
    const shares = await sampleSelects(async () => {
      const channel = full();
      go(() => channel.receive());
      await select({
        ...{ other: new Channel<number>(), give: channel.sending(2) },
      });
    });

    expect(inPercent(shares)).toEqual([{ other: 0, give: 100 }]);
  });

  test("which may be a close", async () => {
    const shares = await sampleSelects(async () => {
      const [a, b] = [new Channel<number>(), new Channel<number>()];
      go(() => b.close());
      await select({ a, b });
    });

    expect(inPercent(shares)).toEqual([{ a: 0, b: 100 }]);
  });

  test("which may be a timer", async () => {
    const shares = await sampleSelects(() =>
      select({ value: new Channel<number>(), late: after(1_000) }),
    );

    expect(inPercent(shares)).toEqual([{ value: 0, late: 100 }]);
  });

  test("also where several wait for the same", async () => {
    const shares = await sampleSelects(async () => {
      const [a, b] = [new Channel<number>(), new Channel<number>()];
      for (let count = 0; count < 3; count++) {
        go(() => select({ a, b }));
      }
      await sleep(1);
      for (const channel of [a, b, b]) await channel.send(1);
    });

    expect(inPercent(shares)).toEqual([{ a: 33, b: 67 }]);
  });
});

describe("several selects", () => {
  test("are told in the order of the program", async () => {
    const shares = await sampleSelects(async () => {
      const second = () => select({ second: full() });
      const first = () => select({ first: full() });
      await first();
      await second();
    });

    const names = shares.map((each) => each.shares[0]?.name);
    expect(names).toEqual(["second", "first"]);
  });

  test("are none where a program has none, after one run", async () => {
    let runs = 0;

    const shares = await sampleSelects(() => void runs++);

    expect(shares).toEqual([]);
    expect(runs).toBe(1);
  });
});

describe("a program", () => {
  test("that takes longer than there is time is run once", async () => {
    let runs = 0;

    const shares = await sampler.sampleSelects(() => {
      runs++;
      return select({ ready: full() });
    }, 0);

    expect(runs).toBe(1);
    expect(shares[0]?.choices).toBe(1);
  });

  test("that never ends is left after a while", async () => {
    const endless = async () => {
      const ticks = tick(10);
      for (;;) await select({ ticks, never: new Channel<number>() });
    };
    const shares = await sampler.sampleSelects(endless, 0, 300);

    expect(inPercent(shares)).toEqual([{ ticks: 100, never: 0 }]);
  });

  test("that fails has counted what it chose before", async () => {
    const shares = await sampleSelects(async () => {
      await select({ ready: full() });
      await new Channel<number>().receive();
    });

    expect(shares[0]?.choices).toBe(200);
  });
});
