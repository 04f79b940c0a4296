// Small programs for the tests of channels, on a clock that costs no time.

import {
  run,
  type Outcome,
  type RunOptions,
  type TraceEvent,
} from "../../lessons/index.ts";

/** What `body` returns as a program. Any other end of it is an error. */
export async function valueOf<T>(
  body: () => T | Promise<T>,
  options: RunOptions = {},
): Promise<T> {
  const outcome = await outcomeOf(body, options);
  if (outcome.kind === "returned") return outcome.value as T;
  const { error, report } = outcome;
  throw error instanceof Error ? error : new Error(report);
}

/** How `body` ends as a program. */
export function outcomeOf<T>(
  body: () => T | Promise<T>,
  options: RunOptions = {},
): Promise<Outcome<T>> {
  return run(body, { clock: "virtual", seed: 1, ...options });
}

/** Why main waits for ever in `body`; `""` if it does not. */
export async function reasonOf(body: () => unknown): Promise<string> {
  const { kind, goroutines } = await outcomeOf(body);
  const [main] = goroutines;
  return kind === "deadlock" ? (main?.waits[0]?.reason ?? "") : "";
}

/** What happened in `body`, in short: `2 parks: chan send`. */
export async function storyOf(body: () => unknown): Promise<string[]> {
  const story: string[] = [];
  const observer = (event: TraceEvent) => story.push(...tell(event));
  await outcomeOf(body, { observer });
  return story;
}

function tell(event: TraceEvent): string[] {
  const { goroutine: id, kind } = event;
  if (kind === "go") return [`${id} starts ${event.started} ${event.name}`];
  if (kind === "park") return [`${id} parks: ${event.reason}`];
  if (kind === "hand-over") {
    return [`${event.from} hands ${event.value} to ${event.to}`];
  }
  if (kind === "ready") return [`${id} readies ${event.woken}`];
  if (kind === "sleep") return [`${id} sleeps until ${event.until}`];
  return kind === "end" ? [`${id} ends`] : [];
}
