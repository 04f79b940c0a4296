import { describe, expect, test } from "vitest";
import { Channel, go, select, yieldNow } from "../../lessons/index.ts";
import { standing, valueOf } from "./09-select.programs.ts";

type Bystander = NonNullable<Channel<number>["receivers"]["first"]>;

// Where other selects in JavaScript go wrong. The first program of each pair is
// the mistake, made with what the language offers; the second one is ours.

describe("two sends in a row, and one who waits for both channels", () => {
  const story = (wait: (a: Channel<string>, b: Channel<string>) => unknown) =>
    valueOf(async () => {
      const [a, b] = [new Channel<string>(), new Channel<string>()];
      const sent: string[] = [];
      go(() => wait(a, b));
      await yieldNow();
      go(async () => {
        await a.send("first");
        sent.push("first");
      });
      go(async () => {
        await b.send("second");
        sent.push("second");
      });
      await yieldNow();
      await yieldNow();
      return { sent, left: b.tryReceive() };
    });

  test("the second is taken and lost with Promise.race", async () => {
    const { sent, left } = await story((a, b) =>
      Promise.race([a.receive(), b.receive()]),
    );

    expect({ sent, left }).toEqual({
      sent: ["first", "second"],
      left: undefined,
    });
  });

  test("the second waits for the next receive with select", async () => {
    const { sent, left } = await story((a, b) => select({ a, b }));

    expect({ sent, left }).toEqual({ sent: ["first"], left: "second" });
  });

  test("and so it does where both senders call in the same breath", async () => {
    const result = await valueOf(async () => {
      const [a, b] = [new Channel<string>(), new Channel<string>()];
      const chosen = new Channel<unknown>(1);
      go(async () => chosen.send((await select({ a, b })).value));
      await yieldNow();
      const sends = [a.trySend("first"), b.trySend("second")];
      return [sends, await chosen.receive(), standing(a, b)];
    });

    expect(result).toEqual([[true, false], "first", 0]);
  });
});

describe("two who wait, with one channel in common", () => {
  test("the one that is left is served there when the other has won elsewhere", async () => {
    const served = await valueOf(async () => {
      const names = ["own", "common", "other"] as const;
      const [own, common, other] = names.map(() => new Channel<number>());
      if (!own || !common || !other) throw new Error("expected three");
      const served: string[] = [];
      const wait = async (who: string, ...cases: Channel<number>[]) => {
        const { case: place, value } = await select(cases);
        served.push(`${who} took ${value} at its case ${place}`);
      };
      go(() => wait("early", common, own));
      go(() => wait("late", common, other));
      await yieldNow();
      await other.send(1);
      await common.send(2);
      await yieldNow();
      return [served, standing(own, common, other)];
    });

    expect(served).toEqual([
      ["late took 1 at its case 1", "early took 2 at its case 0"],
      0,
    ]);
  });
});

describe("three channels that are always ready", () => {
  const chosenIn = (
    wait: (channels: Channel<string>[]) => Promise<string | undefined>,
  ) =>
    valueOf(async () => {
      const channels = ["a", "b", "c"].map((name) => {
        const channel = new Channel<string>(1_000);
        for (let value = 0; value < 1_000; value++) channel.trySend(name);
        return channel;
      });
      const counts = new Map<string, number>();
      for (let round = 0; round < 900; round++) {
        const name = (await wait(channels)) ?? "";
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      const taken = channels.map(({ length }) => 1_000 - length);
      return { counts: [...counts.values()], taken };
    });

  test("have 900, 0 and 0 with Promise.race, and lose as many", async () => {
    const found = await chosenIn((channels) =>
      Promise.race(channels.map((channel) => channel.receive())),
    );

    expect(found).toEqual({ counts: [900], taken: [900, 900, 900] });
  });

  test("have about 300 each with select, and lose none", async () => {
    const { counts, taken } = await chosenIn(
      async (channels) => (await select(channels)).value,
    );

    expect(Math.min(...counts)).toBeGreaterThan(240);
    expect(counts).toHaveLength(3);
    expect(taken.reduce((sum, count) => sum + count)).toBe(900);
  });
});

describe("a channel that is never chosen", () => {
  const selects = 10_000;
  const leftAfter = (
    wait: (a: Channel<number>, b: Channel<number>) => Promise<unknown>,
  ) =>
    valueOf(async () => {
      const [a, b] = [new Channel<number>(), new Channel<number>()];
      go(async () => {
        for (let value = 0; value < selects; value++) {
          await yieldNow();
          await a.send(value);
        }
      });
      for (let round = 0; round < selects; round++) await wait(a, b);
      return standing(a, b);
    });

  test("keeps 10,000 who wait for nothing with Promise.race", async () => {
    const left = await leftAfter((a, b) =>
      Promise.race([a.receive(), b.receive()]),
    );

    expect(left).toBe(selects);
  });

  test("keeps nobody with select", async () => {
    expect(await leftAfter((a, b) => select({ a, b }))).toBe(0);
  });
});

describe("who leaves a line (chanlinear.go)", () => {
  test("asks nobody but the two beside, however many stand before", async () => {
    const [asked, left] = await valueOf(async () => {
      const [crowded, other] = [new Channel<number>(), new Channel<number>()];
      let asked = 0;
      const bystander = (): Bystander =>
        Object.defineProperty({} as Bystander, "next", {
          get: () => void asked++,
          set: () => undefined,
        });
      for (let each = 0; each < 1_000; each++) {
        crowded.receivers.add(bystander());
      }
      go(() => select({ crowded, other }));
      await yieldNow();
      await other.send(1);
      return [asked, standing(other)];
    });

    expect(left).toBe(0);
    expect(asked).toBeLessThan(5);
  });
});

describe("a value that is not one", () => {
  test("is sent and received like any other", async () => {
    const results = await valueOf(async () => {
      const channel = new Channel<undefined>();
      go(() => select({ out: channel.sending(undefined) }));
      const first = await select({ channel });
      go(() => channel.close());
      return [first, await select({ channel })];
    });

    expect(results).toEqual([
      { case: "channel", value: undefined, done: false },
      { case: "channel", value: undefined, done: true },
    ]);
  });
});
