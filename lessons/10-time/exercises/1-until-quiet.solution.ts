import { type ReceiveChannel, select, Timer } from "rendezvous";

/**
 * Everything that comes on `words`, in order, until nothing has come for
 * `quietMs` milliseconds or the channel is closed. Each word starts the quiet
 * anew.
 */
export async function listen(
  words: ReceiveChannel<string>,
  quietMs: number,
): Promise<string[]> {
  const heard: string[] = [];
  const quiet = new Timer(quietMs);
  for (;;) {
    const event = await select({ word: words, quiet: quiet.channel });
    if (event.case === "quiet") return heard;
    if (event.done) break;
    heard.push(event.value);
    quiet.reset(quietMs);
  }
  quiet.stop();
  return heard;
}
