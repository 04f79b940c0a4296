// An evening in the chat, played from its script.
//
// Always true:
//   - the same script and wishes are the same evening, event by event
//   - it takes no real time to speak of: nobody waits but for the runtime

import { run } from "rendezvous";
import type { RecordedRun } from "../protocol.ts";
import type { Person } from "./chronicle.ts";
import { Room, type Wishes } from "./room.ts";
import { type Action, checkScript, type Script } from "./script.ts";

/** Small, so that one need not wait for what is to be seen. */
export const defaultWishes: Wishes = {
  seed: 15,
  heartbeatMs: 1_000,
  outboxMessages: 4,
};

export interface Evening {
  script: Script;
  run: RecordedRun;
  /** In the order in which they came. */
  people: readonly Person[];
  /** When the hub was told to quit, if it was. */
  quitMs: number | undefined;
  /** Why an action of the script did nothing. */
  idle: ReadonlyMap<Action, string>;
}

// #region play
/**
 * Plays `script` and resolves with all that happened. Rejects with a
 * `ScriptError` for a script that is over the limits.
 */
export async function playEvening(
  script: Script,
  wishes: Partial<Wishes> = {},
): Promise<Evening> {
  checkScript(script);
  const all = { ...defaultWishes, ...wishes };
  const room = new Room(all);
  const { notebook, idle } = room;
  const outcome = await run(() => room.play(script), {
    clock: "virtual",
    seed: all.seed,
    isSilent: true,
    observer: (event) => notebook.record(event),
  });
  const { kind, error } = outcome;
  const why = error instanceof Error ? error.message : kind;
  if (kind !== "returned") {
    throw new Error(`expected an evening that ends by itself, got ${why}`);
  }
  return { script, ...notebook.close(outcome), quitMs: room.quitMs, idle };
}
// #endregion play
