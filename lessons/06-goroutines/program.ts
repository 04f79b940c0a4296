// The program's life: `main` starts it, `exit` ends it, and in between its
// goroutines sleep and let each other go first.

import { external } from "./external.ts";
import type { Alarm } from "./clock.ts";
import { RuntimeError } from "./panic.ts";
import { type Outcome, Run, type RunOptions } from "./run.ts";
import { current, goOn, here, onlyRun, park, rest } from "./scheduler.ts";
import { isTraced, trace } from "./trace.ts";
import { plainKind, Wait } from "./wait.ts";

/** What `main`, or `run`, takes unless it is told otherwise. */
type Defaults = (called: "main" | "run") => RunOptions;

let defaults: Defaults = () => ({});

/** Gives every later run other options; the platform knows which. */
export function useDefaults(better: Defaults): void {
  defaults = better;
}

let program: Run | undefined;

// #region main
/**
 * Runs `body` as the main goroutine of a program. When it returns, the program
 * ends with status 0, whoever else is still at work. A deadlock or an uncaught
 * panic prints Go's report on standard error and ends it with status 2.
 *
 * Panics with `expected one main in a program, got a second`: the end of the
 * first would cut it off.
 */
export function main(body: () => unknown, options: RunOptions = {}): void {
  if (program && !program.isOver) {
    const message = "expected one main in a program, got a second";
    throw new RuntimeError("SECOND_MAIN", message);
  }
  program = new Run({ ...defaults("main"), ...options }, true);
  program.start(body.name, body);
}

/**
 * Runs `body` the same way, and resolves with how it ended instead of ending the
 * process. Called in a goroutine, that one waits meanwhile, as for any `IO wait`.
 *
 * Throws a `RangeError` for a seed that is no number from 0 to 2³² − 1.
 */
export function run<T>(
  body: () => T | Promise<T>,
  options: RunOptions = {},
): Promise<Outcome<T>> {
  const inner = new Run({ ...defaults("run"), ...options }, false);
  const outcome = inner.outcome as Promise<Outcome<T>>;
  const awaited = current ? external(outcome) : outcome;
  inner.start(body.name, body);
  return awaited;
}
// #endregion main

/** Ends the program at once with `status`, 0 to 255: Go's `os.Exit`. */
export function exit(status: number): never {
  if (!Number.isInteger(status) || status < 0 || status > 255) {
    throw new RangeError(`expected a status from 0 to 255, got ${status}`);
  }
  return onlyRun("exit").exit(status);
}

/** Milliseconds on the run's clock since its start. */
export function now(): number {
  return onlyRun("now").clock.now();
}

const asleep = plainKind("sleep");

// #region sleep
/**
 * Stops the goroutine for `ms` milliseconds, for ever if that is Infinity;
 * resolves at once if it is 0 or less. Throws a `RangeError` for NaN.
 * (Go: time.Sleep.)
 */
export function sleep(ms: number): Promise<void> {
  if (Number.isNaN(ms)) {
    throw new RangeError(`expected a number of milliseconds, got ${ms}`);
  }
  const goroutine = here("sleep");
  if (ms <= 0) return goOn();
  const wait = new Wait(goroutine, asleep, undefined, undefined);
  const until = goroutine.run.clock.now() + ms;
  goroutine.run.clock.set(alarmFor(wait, until));
  if (isTraced) trace(goroutine.run, goroutine.id, { kind: "sleep", until });
  return park(wait);
}

function alarmFor(wait: Wait, when: number): Alarm {
  const ring = () => wait.end(undefined);
  return { when, ring, isAwaited: () => true, index: -1, order: 0 };
}
// #endregion sleep

/**
 * Lets the other goroutines go first, timers and sockets too. A loop that only
 * polls should await it: Go's `runtime.Gosched`.
 */
export function yieldNow(): Promise<void> {
  const goroutine = here("yield");
  goroutine.run.polled(goroutine);
  return rest(undefined);
}
