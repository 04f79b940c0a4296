import type { ReceiveChannel, SendChannel } from "rendezvous";

/**
 * Builds a row of `count` goroutines, each of which waits for one word from its
 * left, adds a "!" to it and hands it to its right. The first one listens to
 * `left`. Returns at once, with the end at which the last one speaks.
 */
export function passItOn(
  left: ReceiveChannel<string>,
  count: number,
): ReceiveChannel<string> {
  // TODO: between each two neighbours there is a channel of their own. And
  // `go(whisper, left, right)` takes its arguments as they are at that moment.
  return count > 0 ? left : left;
}

/** One in the row: a word comes from the left and goes to the right. */
export async function whisper(
  left: ReceiveChannel<string>,
  right: SendChannel<string>,
): Promise<void> {
  const word = await left.receive();
  await right.send(`${word}!`);
}
