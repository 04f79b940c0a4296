import { Channel, type Context, go, withTimeout } from "rendezvous";

/** Answers in its own time, and gives up, with no answer, when `context` is done. */
export type Ask = (context: Context) => Promise<string | undefined>;

/**
 * Asks everybody at once and resolves with the first answer; with `undefined`
 * if none has come after `ms` milliseconds, or when `parent` is done. Then
 * nobody is left at work: those who were too slow have been told to stop.
 */
export async function firstAnswer(
  parent: Context,
  everybody: readonly Ask[],
  ms: number,
): Promise<string | undefined> {
  const [context, cancel] = withTimeout(parent, ms);
  const answers = new Channel<string | undefined>(everybody.length);
  for (const ask of everybody) {
    go("ask", async () => answers.send(await ask(context)));
  }
  // TODO: what if nobody answers? And who tells the slow ones?
  void cancel;
  return answers.receive();
}
