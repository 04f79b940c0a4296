import assert from "node:assert/strict";
import { Channel, go, now, run, sleep } from "rendezvous";

type Attempt = typeof import("./1-silence.solution.ts");

const second = 1_000;

export default async function check(attempt: Attempt): Promise<void> {
  const leaving = await hear(attempt, [1, 4, 4], "ends", 0);
  assert.equal(
    leaving,
    "hears 1 2 3, ended after 9 s",
    `words come after 1, 5 and 9 s, then the end, and 5 s are patience: expected "hears 1 2 3, ended after 9 s", got "${leaving}"`,
  );
  const quiet = await hear(attempt, [1, 4, 4], "falls silent", 0);
  assert.equal(
    quiet,
    "hears 1 2 3, silent after 14 s",
    `the last word comes after 9 s: expected "hears 1 2 3, silent after 14 s", got "${quiet}"`,
  );
  const never = await hear(attempt, [], "falls silent", 0);
  assert.equal(
    never,
    "hears nothing, silent after 5 s",
    `somebody never says a word: expected "hears nothing, silent after 5 s", got "${never}"`,
  );
  const busy = await hear(attempt, [1, 1], "falls silent", 8);
  assert.equal(
    busy,
    "hears 1 2, silent after 14 s",
    `who hears needs 8 s for each word, and the peer cannot help that: expected "hears 1 2, silent after 14 s", got "${busy}"`,
  );
}

/** What comes of words with `pauses` before them, in seconds. */
async function hear(
  { attentivePump }: Attempt,
  pauses: number[],
  end: "ends" | "falls silent",
  busySeconds: number,
): Promise<string> {
  const messages = new Channel<string>(10);
  const heard = new Channel<string>();
  const words: string[] = [];
  const { value } = await run(
    async () => {
      go("peer", async () => {
        for (const [index, pause] of pauses.entries()) {
          await sleep(pause * second);
          await messages.send(`${index + 1}`);
        }
        if (end === "ends") messages.close();
      });
      go("hears", async () => {
        for await (const word of heard) {
          words.push(word);
          await sleep(busySeconds * second);
        }
      });
      const result = await attentivePump(messages, heard, 5 * second);
      const time = now() / second;
      await sleep(60 * second); // who hears may need a little longer
      return `${result} after ${time} s`;
    },
    { clock: "virtual" },
  );
  return `hears ${words.join(" ") || "nothing"}, ${value ?? "and waits for ever"}`;
}
