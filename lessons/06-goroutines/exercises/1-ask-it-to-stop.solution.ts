import { go, sleep } from "rendezvous";

/**
 * Starts a goroutine that calls `tick` every `everyMs` milliseconds, with 1, 2, 3
 * and so on. Returns a function that asks it to stop: from then on `tick` is not
 * called again, and the goroutine returns the next time it wakes.
 *
 * Nobody can end a goroutine from outside. It can only be asked, and it has to
 * look.
 */
export function startTicker(
  everyMs: number,
  tick: (count: number) => void,
): () => void {
  let isAsked = false;
  go("ticker", async () => {
    for (let count = 1; ; count++) {
      await sleep(everyMs);
      // After the wait, not before: a wait is when others ask.
      if (isAsked) return;
      tick(count);
    }
  });
  return () => {
    isAsked = true;
  };
}
