// Small programs for the tests of locks, on a clock that costs no time.

import { run, type RunOptions, type TraceEvent } from "../../lessons/index.ts";

/** What `body` returns as a program. Any other end of it is an error. */
export async function valueOf<T>(
  body: () => T | Promise<T>,
  options: RunOptions = {},
): Promise<T> {
  const { kind, value, error, report } = await run(body, quiet(options));
  if (kind === "returned") return value as T;
  throw error instanceof Error ? error : new Error(report);
}

/** What every goroutine of `body` waits for in the end, main first. */
export async function stuck(body: () => unknown): Promise<string[]> {
  const { kind, goroutines } = await run(body, quiet({}));
  if (kind !== "deadlock") return [kind];
  return goroutines.map(({ waits }) =>
    waits.map(({ reason }) => reason).join(", "),
  );
}

/** The first line of what Go would print about the end of `body`. */
export async function lastWords(body: () => unknown): Promise<string> {
  const { report } = await run(body, quiet({}));
  return report.split("\n")[0] ?? "";
}

/** The events of `body` as a program, of the kinds that are asked for. */
export async function eventsOf(
  body: () => unknown,
  ...kinds: TraceEvent["kind"][]
): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  const observer = (event: TraceEvent) => void events.push(event);
  await run(body, quiet({ observer }));
  return events.filter(({ kind }) => kinds.includes(kind));
}

export function quiet(options: RunOptions): RunOptions {
  return { clock: "virtual", seed: 1, ...options };
}
