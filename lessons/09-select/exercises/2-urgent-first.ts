import { type ReceiveChannel, select } from "rendezvous";

/**
 * The next value of either channel: of `urgent` if it has one now, whatever
 * `normal` has; otherwise of whichever has one first.
 *
 * A select knows no order among the cases that are ready. It does not have to:
 * two of them in a row do, and the first one must not wait.
 */
export async function urgentFirst<T>(
  urgent: ReceiveChannel<T>,
  normal: ReceiveChannel<T>,
): Promise<T | undefined> {
  // TODO: where both are ready, this one draws.
  const next = await select({ urgent, normal });
  return next.value;
}
