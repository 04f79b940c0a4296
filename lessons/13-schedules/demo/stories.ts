import { Channel, explore, go, main, run } from "rendezvous";
import { room } from "./room.ts";
import { tell } from "./tell.ts";

/** Bob leaves, again and again. */
export async function often(): Promise<void> {
  const ends = new Map<string, number>();
  for (let count = 0; count < 1_000; count++) {
    const { kind } = await run(room);
    ends.set(kind, (ends.get(kind) ?? 0) + 1);
  }
  console.log("bob leaves a thousand times");
  for (const [kind, count] of ends) {
    console.log(`  ${count.toLocaleString("en")} × ${kind}`);
  }
}

/** Bob leaves, in every order there is. */
// #region every
export async function every(): Promise<void> {
  tell(await explore(room, { reduce: false }));
}
// #endregion every

/** Bob leaves, in every order that differs from the others. */
// #region differ
export async function differ(): Promise<void> {
  tell(await explore(room));
}
// #endregion differ

/** Bob leaves in the one order in which all get stuck. */
// #region again
export function again(): void {
  main(room, { schedule: "1:1" });
}
// #endregion again

// #region orders
const apart = async () => {
  for (let count = 0; count < 3; count++) sendThree(new Channel(3));
};

const together = async () => {
  const shared = new Channel<number>(9);
  for (let count = 0; count < 3; count++) sendThree(shared);
};

function sendThree(channel: Channel<number>): void {
  go(async () => {
    for (const step of [1, 2, 3]) await channel.send(step);
  });
}
// #endregion orders

/** Nine sends, and which of their orders can be left out. */
export async function orders(): Promise<void> {
  console.log("each into a channel of its own, every order");
  tell(await explore(apart, { reduce: false }));
  console.log("only the orders that differ");
  tell(await explore(apart));
  console.log("all into one channel, only the orders that differ");
  tell(await explore(together));
}

/** Bob leaves, with few preemptions first. */
export async function bound(): Promise<void> {
  for (const bound of [0, 1, 2]) tell(await explore(room, { bound }));
}

/** Bob leaves, in a thousand orders by chance. */
export async function chance(): Promise<void> {
  tell(await explore(room, { seed: 1, maxSchedules: 1_000 }));
}
