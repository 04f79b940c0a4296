import assert from "node:assert/strict";
import { Channel, go, run, sleep } from "rendezvous";

type Attempt = typeof import("./1-pass-it-on.solution.ts");

export default async function check({ passItOn }: Attempt): Promise<void> {
  for (const count of [1, 2, 1_000]) {
    const { kind, value, error } = await run(
      async () => {
        const left = new Channel<string>();
        const right = passItOn(left, count);
        if (right === left) return "";
        go(() => left.send("psst"));
        return right.receive();
      },
      { clock: "virtual" },
    );
    if (kind === "panic") throw error;
    assert.ok(
      value !== "",
      "nobody stands in the row yet: what goes in on the left should come out of another channel",
    );
    assert.ok(
      kind === "returned",
      `a word went into a row of ${count} and never came out: somebody waits at a channel that has nobody on its other side`,
    );
    assert.ok(
      value === `psst${"!".repeat(count)}`,
      `a row of ${count} should make "psst${count > 9 ? "!…" : "!".repeat(count)}" of "psst", got "${value?.slice(0, 20)}" with ${(value?.length ?? 4) - 4} of the ${count} "!"`,
    );
  }
  await checkPatience(passItOn);
}

async function checkPatience(passItOn: Attempt["passItOn"]): Promise<void> {
  const { goroutines } = await run(
    async () => {
      passItOn(new Channel<string>(), 3);
      await sleep(1);
    },
    { clock: "virtual" },
  );
  assert.ok(
    goroutines.length === 3,
    `while no word has come, 3 goroutines should wait in a row of 3, got ${goroutines.length}`,
  );
}
