import { Channel, go, type ReceiveChannel, type SendChannel } from "rendezvous";

/**
 * Builds a row of `count` goroutines, each of which waits for one word from its
 * left, adds a "!" to it and hands it to its right. The first one listens to
 * `left`. Returns at once, with the end at which the last one speaks.
 */
export function passItOn(
  left: ReceiveChannel<string>,
  count: number,
): ReceiveChannel<string> {
  let last = left;
  for (let place = 0; place < count; place++) {
    const right = new Channel<string>();
    go(whisper, last, right);
    last = right;
  }
  return last;
}

/** One in the row: a word comes from the left and goes to the right. */
export async function whisper(
  left: ReceiveChannel<string>,
  right: SendChannel<string>,
): Promise<void> {
  const word = await left.receive();
  await right.send(`${word}!`);
}
