// Runs a program in every order, and tells what they lead to.

import { explore } from "rendezvous";
import type { Order } from "../protocol.ts";
import { bodyOf, NoMainError, wholeOf } from "./body.ts";
import type { Desk } from "./desk.ts";
import { plainFound, plainSelects } from "./plain.ts";
import { sampleSelects } from "./shares.ts";

/**
 * Resolves when it has told what was found, until `signal` if that comes first.
 * Rejects with a sentence for a program that cannot be explored.
 */
export async function exploreProgram(
  { code, bound }: Order & { kind: "explore" },
  desk: Desk,
  signal: AbortSignal,
): Promise<void> {
  const whole = wholeOf(bodyOf(code));
  let refusal: NoMainError | undefined;
  const program = () =>
    whole().catch((error: unknown) => {
      if (error instanceof NoMainError) refusal = error;
      throw error;
    });
  desk.printer.hush(); // a thousand runs would print a thousand times
  const found = await explore(program, {
    ...(bound !== undefined && { bound }),
    signal,
    onProgress: (progress) => desk.tell({ kind: "progress", progress }),
  });
  if (refusal) throw refusal; // no order of it leads anywhere else
  const { schedules, isComplete, claim } = found;
  const endings = found.endings.map(plainFound);
  const selects = signal.aborted
    ? []
    : plainSelects(await sampleSelects(program));
  const explored = { schedules, isComplete, claim, endings, selects };
  desk.tell({ kind: "explored", explored });
  desk.exit(0);
}
