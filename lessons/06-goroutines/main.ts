import { go, main, panic, sleep, yieldNow } from "rendezvous";
import { runDemo } from "../demo.ts";

await runDemo({ room, leaves, asleep, panics });

// #region room
async function read(name: string, everyMs: number): Promise<void> {
  for (const line of ["hello", "is anybody there?"]) {
    await sleep(everyMs);
    console.log(`${name} reads "${line}"`);
  }
  console.log(`${name} has read it all`);
}

async function tick(everyMs: number): Promise<void> {
  for (let count = 1; ; count++) {
    await sleep(everyMs);
    console.log(`tick ${count}`);
  }
}

function room(): void {
  main(async () => {
    console.log("main opens the room");
    go("bob", read, "bob", 60_000);
    go("carol", read, "carol", 200);
    go("ticker", tick, 300);
    await sleep(800);
    console.log("main closes the room");
  });
}
// #endregion room

// Main returns, and bob is gone in the middle of his minute.
function leaves(): void {
  main(async () => {
    go("bob", async () => {
      try {
        console.log("bob begins, and waits for a minute");
        await sleep(60_000);
      } finally {
        console.log("bob cleans up");
      }
    });
    console.log("main has started bob");
    await yieldNow();
    console.log("main returns");
  });
}

// Both wait for words that nobody will say.
function asleep(): void {
  main(async () => {
    go("bob", async () => {
      console.log("bob waits for a question");
      await sleep(Infinity);
    });
    console.log("main waits for an answer");
    await sleep(Infinity);
  });
}

// A panic of one ends the program for all.
function panics(): void {
  main(async () => {
    go("bob", async () => {
      try {
        panic("bob has lost his place");
      } finally {
        console.log("bob cleans up");
      }
    });
    console.log("main waits for a minute");
    await sleep(60_000);
  });
}
