import { describe, expect, test } from "vitest";
import {
  type Case,
  Channel,
  go,
  otherwise,
  RuntimeError,
  select,
} from "../../lessons/index.ts";
import { valueOf } from "./09-select.programs.ts";

const selects = 10_000;
// Go's own bound: 4.89 standard deviations, which chance leaves once in a million.
const farthestFromHalf = 4.89 / (2 * Math.sqrt(selects));

function ready(): Channel<number> {
  const channel = new Channel<number>();
  channel.close();
  return channel;
}

/** How often each of `cases` is chosen, as a share of all. */
async function shares(cases: readonly Case[], seed = 1): Promise<number[]> {
  const counts = Array<number>(cases.length).fill(0);
  await valueOf(
    async () => {
      const next = select.prepare(cases);
      for (let round = 0; round < selects; round++) {
        const { case: place } = await next();
        counts[place] = (counts[place] ?? 0) + 1;
      }
    },
    { seed },
  );
  return counts.map((count) => count / selects);
}

describe("of the cases that are ready, one is drawn", () => {
  test.each([1, 2, 3, 4, 5])(
    "TestSelectFairness: half each for two ready ones of four, seed %i",
    async (seed) => {
      const never = new Channel<number>();
      const cases = [ready(), never, ready(), never];

      const [first = 0, second, third = 0, fourth] = await shares(cases, seed);

      expect([second, fourth]).toEqual([0, 0]);
      expect(Math.abs(first - 0.5)).toBeLessThan(farthestFromHalf);
      expect(Math.abs(third - 0.5)).toBeLessThan(farthestFromHalf);
    },
  );

  test.each([
    ["side by side", (never: Case) => [ready(), ready(), ready(), never]],
    [
      "behind a gap",
      (never: Case) => [ready(), never, never, ready(), ready()],
    ],
  ])("three that stand %s have a third each", async (_where, casesOf) => {
    const found = await shares(casesOf(new Channel<number>()));

    const chosen = found.filter((share) => share > 0);
    expect(chosen).toHaveLength(3);
    expect(Math.max(...chosen) - Math.min(...chosen)).toBeLessThan(0.03);
  });

  test("GO-61: a channel that stands there twice has two shares", async () => {
    const twice = ready();

    const [first = 0, other = 0, second = 0] = await shares([
      twice,
      ready(),
      twice,
    ]);

    expect(first + second).toBeCloseTo(2 / 3, 1.5);
    expect(other).toBeCloseTo(1 / 3, 1.5);
  });

  test("GO-52: the default case has no share beside them", async () => {
    expect((await shares([otherwise, ready(), ready()]))[0]).toBe(0);
  });

  test("sending and receiving cases have the same share", async () => {
    const bits = await valueOf(async () => {
      const channel = new Channel<number>(1);
      const other = ready();
      let sent = 0;
      for (let round = 0; round < selects; round++) {
        const next = await select({ other, out: channel.sending(1) });
        if (next.case === "other") continue;
        sent++;
        channel.tryReceive();
      }
      return sent / selects;
    });

    expect(Math.abs(bits - 0.5)).toBeLessThan(farthestFromHalf);
  });

  test.each([0, 100])(
    "TestPseudoRandomSend: both bits are sent often, capacity %i",
    async (capacity) => {
      const ones = await valueOf(async () => {
        const bits = new Channel<number>(capacity);
        go(async () => {
          for (;;) await select([bits.sending(0), bits.sending(1)]);
        });
        let ones = 0;
        for (let round = 0; round < 1_000; round++) {
          ones += (await bits.receive()) ?? 0;
        }
        return ones;
      });

      expect(ones).toBeGreaterThan(400);
      expect(ones).toBeLessThan(600);
    },
  );

  test("GO-57: a send on a closed channel is drawn, and panics, half of the time", async () => {
    const panics = await valueOf(async () => {
      const [closed, open] = [ready(), new Channel<number>(1)];
      let panics = 0;
      for (let round = 0; round < selects; round++) {
        try {
          await select({ bad: closed.sending(1), good: open.sending(1) });
          open.tryReceive();
        } catch (error) {
          if (error instanceof RuntimeError) panics++;
        }
      }
      return panics / selects;
    });

    expect(Math.abs(panics - 0.5)).toBeLessThan(farthestFromHalf);
  });
});

describe("a seed", () => {
  const draws = (seed?: number) =>
    valueOf(
      async () => {
        const next = select.prepare([ready(), ready(), ready()]);
        const places: number[] = [];
        for (let round = 0; round < 50; round++) {
          places.push((await next()).case);
        }
        return places.join("");
      },
      seed === undefined ? {} : { seed },
    );

  test("draws the same again", async () => {
    expect(await draws(7)).toBe(await draws(7));
  });

  test("draws otherwise than another one", async () => {
    expect(await draws(7)).not.toBe(await draws(8));
  });

  test("is not asked where one case alone is ready", async () => {
    const drawsAfter = async (cases: readonly Case[]): Promise<number[]> => {
      await select(cases);
      const next = select.prepare([ready(), ready(), ready()]);
      return [(await next()).case, (await next()).case, (await next()).case];
    };
    const never = new Channel<number>();

    const [one, none] = await Promise.all([
      valueOf(() => drawsAfter([ready(), never])),
      valueOf(() => drawsAfter([otherwise, never])),
    ]);

    expect(one).toEqual(none);
  });
});
