// What locks and counters tell whoever traces the run.

import { current } from "../06-goroutines/scheduler.ts";
import { isTraced, trace } from "../06-goroutines/trace.ts";

/** `on` is now in `state`. */
export function tellSync(
  { label: on }: { label: string },
  state: string,
): void {
  if (!isTraced || !current) return;
  trace(current.run, current.id, { kind: "sync", on, state });
}
