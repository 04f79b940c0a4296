// A program told by its own lines, on a clock that costs no time.

import {
  type Outcome,
  run,
  type RunOptions,
  type TraceEvent,
} from "../../lessons/index.ts";

export interface Story {
  lines: string[];
  warnings: string[];
  events: TraceEvent[];
  outcome: Outcome;
}

export type Say = (line: string) => void;

/** Runs `body` to its end, with a `say` that keeps what it is told. */
export async function tell(
  body: (say: Say) => unknown,
  options: RunOptions = {},
): Promise<Story> {
  const lines: string[] = [];
  const warnings: string[] = [];
  const events: TraceEvent[] = [];
  const outcome = await run(() => body((line) => lines.push(line)), {
    clock: "virtual",
    seed: 1,
    warn: (words) => warnings.push(words),
    observer: (event) => events.push(event),
    ...options,
  });
  return { lines, warnings, events, outcome };
}

/** Settles one turn of the event loop later; the runtime knows nothing of it. */
export function foreign<T>(value: T): Promise<T> {
  return new Promise((resolve) => setImmediate(() => resolve(value)));
}

/** The same, `turns` times as late. */
export async function foreignTurns(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await foreign(undefined);
}
