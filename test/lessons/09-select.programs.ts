// Small programs for the tests of select, on a clock that costs no time.

import {
  type Channel,
  run,
  type RunOptions,
  type TraceEvent,
} from "../../lessons/index.ts";

/** What `body` returns as a program. Any other end of it is an error. */
export async function valueOf<T>(
  body: () => T | Promise<T>,
  options: RunOptions = {},
): Promise<T> {
  const { kind, value, error, report } = await run(body, quiet(options));
  if (kind === "returned") return value as T;
  throw error instanceof Error ? error : new Error(report);
}

/** The reason for which main waits for ever in `body`, or how it ended. */
export async function endOf(body: () => unknown): Promise<string> {
  const { kind, goroutines } = await run(body, quiet({}));
  if (kind !== "deadlock") return kind;
  return goroutines[0]?.waits.map(({ reason }) => reason).join(", ") ?? "";
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

/** How many stand in the two lines of each channel. */
export function standing<T>(...channels: Channel<T>[]): number {
  return channels
    .flatMap(({ senders, receivers }) => [senders, receivers])
    .reduce((sum, line) => sum + line.members().length, 0);
}

function quiet(options: RunOptions): RunOptions {
  return { clock: "virtual", seed: 1, ...options };
}
