import {
  type ReceiveChannel,
  select,
  type SendChannel,
  Timer,
} from "rendezvous";

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
  const silence = new Timer(silentMs);
  for (;;) {
    const event = await select({ messages, silent: silence.channel });
    if (event.case === "silent") return "silent";
    if (event.done) break;
    await heard.send(event.value);
    silence.reset(silentMs); // the time in which we did not listen is not theirs
  }
  silence.stop();
  return "ended";
}
