import assert from "node:assert/strict";
import { Channel, go, now, run, sleep } from "rendezvous";

type Attempt = typeof import("./1-until-quiet.solution.ts");

export default async function check({ listen }: Attempt): Promise<void> {
  const steady = await hear(listen, [1, 2, 2, 2], "left open");
  assert.equal(
    steady,
    "1 2 3 4 after 12 s",
    `words come after 1, 3, 5 and 7 s, then no more, and the quiet is 5 s: expected "1 2 3 4 after 12 s", got "${steady}"`,
  );
  const late = await hear(listen, [1, 6], "left open");
  assert.equal(
    late,
    "1 after 6 s",
    `a word after 1 s, the next after 7 s, and the quiet is 5 s: expected "1 after 6 s", got "${late}"`,
  );
  const closed = await hear(listen, [1, 1], "closed");
  assert.equal(
    closed,
    "1 2 after 2 s",
    `a closed channel says no more, why wait for quiet? Expected "1 2 after 2 s", got "${closed}"`,
  );
}

const second = 1_000;

/** What `listen` makes of words with these pauses before them, in seconds. */
async function hear(
  listen: Attempt["listen"],
  pauses: number[],
  end: "closed" | "left open",
): Promise<string> {
  const words = new Channel<string>();
  const speak = async () => {
    for (const [index, pause] of pauses.entries()) {
      await sleep(pause * second);
      await words.send(`${index + 1}`);
    }
    if (end === "closed") words.close();
  };
  const { kind, value } = await run(
    async () => {
      go("speaker", speak);
      const heard = await listen(words, 5 * second);
      return `${heard.join(" ")} after ${now() / second} s`;
    },
    { clock: "virtual" },
  );
  return value ?? `a ${kind}: it waits for ever`;
}
