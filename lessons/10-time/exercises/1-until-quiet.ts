import { type ReceiveChannel } from "rendezvous";

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
  // TODO: stop after `quietMs` milliseconds without a word.
  void quietMs;
  for await (const word of words) heard.push(word);
  return heard;
}
