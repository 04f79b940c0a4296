// An attempt that may fail in ways of its own: an error that nobody catches, or no
// end at all. Both are turned into errors of the attempt, so that they are shrunk.

const mostMs = 10_000; // on the clock, where nothing should take a tenth of it

let fail: (error: unknown) => void = () => undefined;

/** From now on an error that nobody catches fails the attempt of the moment. */
export function catchCrashes(): void {
  process.on("uncaughtException", (error) => fail(error));
}

/** The same as `work`, but it ends. */
export async function attempt(work: () => Promise<void>): Promise<void> {
  let late: NodeJS.Timeout | undefined;
  const failed = new Promise<void>((_resolve, reject) => {
    fail = reject;
    const why = new Error(`expected an end within ${mostMs} ms, got none`);
    late = setTimeout(() => reject(why), mostMs);
  });
  await Promise.race([work(), failed]).finally(() => clearTimeout(late));
}
