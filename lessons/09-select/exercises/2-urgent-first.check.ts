import assert from "node:assert/strict";
import { Channel, go, run, sleep } from "rendezvous";

type Attempt = typeof import("./2-urgent-first.solution.ts");
type Both = [urgent: Channel<string>, normal: Channel<string>];

const seeds = 20;

export default async function check({ urgentFirst }: Attempt): Promise<void> {
  for (let seed = 0; seed < seeds; seed++) {
    const expectNext = (when: string, says: Says, ...expected: string[]) =>
      checkNext(when, says, expected, seed, urgentFirst);
    await expectNext(
      "where both are ready",
      async (urgent, normal) => {
        go(() => normal.send("normal"));
        go(() => urgent.send("urgent"));
      },
      "urgent",
      "normal",
    );
    await expectNext(
      "where only normal is ready",
      async (_urgent, normal) => go(() => normal.send("normal")),
      "normal",
    );
    await expectNext(
      "where normal comes later, and urgent after that",
      async (urgent, normal) => {
        go(later, normal, "normal", 10);
        go(later, urgent, "urgent", 20);
      },
      "normal",
      "urgent",
    );
    await expectNext(
      "where urgent comes later",
      async (urgent) => go(later, urgent, "urgent", 10),
      "urgent",
    );
  }
}

type Says = (...both: Both) => Promise<void>;

async function later(
  channel: Channel<string>,
  value: string,
  ms: number,
): Promise<void> {
  await sleep(ms);
  await channel.send(value);
}

async function checkNext(
  when: string,
  says: Says,
  expected: readonly string[],
  seed: number,
  urgentFirst: Attempt["urgentFirst"],
): Promise<void> {
  const found: (string | undefined)[] = [];
  const { kind } = await run(
    async () => {
      const both: Both = [new Channel(), new Channel()];
      await says(...both);
      await sleep(1);
      for (let next = 0; next < expected.length; next++) {
        found.push(await urgentFirst(...both));
      }
    },
    { clock: "virtual", maxPolls: 1_000, seed },
  );
  assert.ok(
    kind !== "spinning",
    `${when} it should wait; asking again and again is no waiting`,
  );
  const end = kind === "returned" ? "" : `, and then a ${kind}`;
  assert.ok(
    found.join() === expected.join() && end === "",
    `${when} it should give ${expected.join(", then ")}, got ${found.join(", then ") || "nothing"}${end}`,
  );
}
