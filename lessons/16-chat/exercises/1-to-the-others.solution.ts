import type { Client } from "../../15-broadcast/client.ts";

/** One message, as the frame that is sent, and who has said it. */
export interface Words {
  from: Client;
  frame: Uint8Array;
}

/**
 * What `client` gets of `words`: the frame, if somebody else has said it;
 * `undefined` if it was itself. A hub asks this for every client.
 */
export function frameFor(words: Words, client: Client): Uint8Array | undefined {
  return client === words.from ? undefined : words.frame;
}
