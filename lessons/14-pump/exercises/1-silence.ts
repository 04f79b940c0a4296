import type { ReceiveChannel, SendChannel } from "rendezvous";

/**
 * Sends to `heard` whatever comes on `messages`, in order. Resolves with "ended"
 * when they are closed, and with "silent" when nothing has come for `silentMs`
 * milliseconds, however much came before.
 */
export async function attentivePump<T>(
  messages: ReceiveChannel<T>,
  heard: SendChannel<T>,
  silentMs: number,
): Promise<"ended" | "silent"> {
  // TODO: notice a peer that has fallen silent.
  void silentMs;
  for await (const message of messages) await heard.send(message);
  return "ended";
}
