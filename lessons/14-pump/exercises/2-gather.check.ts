import assert from "node:assert/strict";
import { Channel, go, now, run, sleep } from "rendezvous";

type Attempt = typeof import("./2-gather.solution.ts");

export default async function check(attempt: Attempt): Promise<void> {
  const burst = await write(attempt, [0, 2, 2, 20], "left open", 0);
  assert.equal(
    burst,
    "1 2 3 at 10, 4 at 34",
    `frames come at 0, 2, 4 and 24 ms, and 10 ms are for gathering: expected "1 2 3 at 10, 4 at 34", got "${burst}"`,
  );
  const steady = await write(attempt, [0, 6, 6, 6], "left open", 0);
  assert.equal(
    steady,
    "1 2 at 10, 3 4 at 22",
    `one frame every 6 ms: the first must not wait longer because others come. Expected "1 2 at 10, 3 4 at 22", got "${steady}"`,
  );
  const closed = await write(attempt, [0, 1], "closed", 0);
  assert.equal(
    closed,
    "1 2 at 1, over at 1",
    `no more will come after a close, so nothing is worth waiting for: expected "1 2 at 1, over at 1", got "${closed}"`,
  );
  const slow = await write(attempt, [0, 12, 12, 12], "closed", 30);
  assert.equal(
    slow,
    "1 at 10, 2 3 4 at 40, over at 70",
    `the peer needs 30 ms for each write, and meanwhile nothing more is written: expected "1 at 10, 2 3 4 at 40, over at 70", got "${slow}"`,
  );
}

/** What is written, and when, of frames with `pauses` before them. */
async function write(
  { gatherPump }: Attempt,
  pauses: number[],
  end: "closed" | "left open",
  takesMs: number,
): Promise<string> {
  const frames = new Channel<Uint8Array>(10);
  const writes: string[] = [];
  await run(
    async () => {
      go("room", async () => {
        for (const [index, pause] of pauses.entries()) {
          await sleep(pause);
          await frames.send(Uint8Array.of(index + 1));
        }
        if (end === "closed") frames.close();
      });
      go("pump", async () => {
        const written = async (each: readonly Uint8Array[]): Promise<void> => {
          writes.push(`${each.map(([id]) => id).join(" ")} at ${now()}`);
          await sleep(takesMs);
        };
        await gatherPump(frames, written, 10);
        writes.push(`over at ${now()}`);
      });
      await sleep(1_000);
    },
    { clock: "virtual" },
  );
  return writes.join(", ");
}
