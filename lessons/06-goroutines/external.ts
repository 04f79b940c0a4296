// What the runtime does not own: a fetch, a file, a socket. Declared, it counts
// as Go's "IO wait", so that waiting for it is never taken for a deadlock.

import { here, lookAgain, onlyRun, park } from "./scheduler.ts";
import { failed, plainKind, Wait } from "./wait.ts";

/** A lasting source, such as a socket whose callbacks feed a channel. */
export interface Source {
  readonly label: string;
  /** Nothing more will come from it. A second call does nothing. */
  done(): void;
}

/**
 * Waits for a promise from outside the runtime and resolves or rejects with it.
 * While it is pending, the program is not in a deadlock.
 *
 * With a name instead of a promise it declares a lasting source, until `done`.
 * Its callbacks may `trySend`, `tryReceive`, `close` and `go`, and nothing that
 * could wait: they are no goroutine.
 */
export function external(name: string): Source;
export function external<T>(promise: PromiseLike<T>): Promise<T>;
export function external<T>(
  from: string | PromiseLike<T>,
): Source | Promise<T> {
  return typeof from === "string" ? declare(from) : settle(from);
}

function declare(label: string): Source {
  const run = onlyRun("external");
  run.externals++;
  let isDone = false;
  const done = (): void => {
    if (isDone) return;
    isDone = true;
    run.externals--;
    lookAgain();
  };
  return { label, done };
}

const outside = plainKind("IO wait");

function settle<T>(promise: PromiseLike<T>): Promise<T> {
  const goroutine = here("external");
  const { run } = goroutine;
  const wait = new Wait(goroutine, outside, undefined, undefined);
  run.externals++;
  const end = (value: unknown): void => {
    run.externals--;
    wait.end(value);
  };
  promise.then(end, (error: unknown) => end(failed(error)));
  return park<T>(wait);
}
