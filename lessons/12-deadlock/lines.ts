// Where a goroutine waits: the line of its `await`, and of every function that
// awaits that one, up to its own.
//
// The program pays nothing for it. When all is over, the promise on which a
// goroutine waits is settled with a promise of ours, and when that one runs, the
// engine tells who would go on next: V8 walks from promise to promise, through
// Promise.all and `for await`, to the functions that wait. If no function is
// there, nobody awaits the operation: an `await` was forgotten.

import { settled } from "../06-goroutines/scheduler.ts";
import { type Frame, framesOf } from "../06-goroutines/site.ts";
import type { Wait } from "../06-goroutines/wait.ts";

const deepestStack = 50;

/** What of a wait is needed here: how to settle its promise. */
type Parked = Pick<Wait, "resolve">;

// #region settle
/**
 * The functions that await `wait`, innermost first; `[]` if there are none. The
 * wait is used up by this: its goroutine never goes on.
 */
export async function awaitersOf(wait: Parked): Promise<Frame[]> {
  return framesOf(await stackOf(wait));
}

function stackOf(wait: Parked): Promise<Error> {
  return new Promise((resolve) => {
    const never = new Promise<never>(() => undefined);
    const look = (): Promise<never> => {
      resolve(deepError());
      return never;
    };
    // A promise follows another one from the next microtask on: look after it.
    wait.resolve(settled.then(() => undefined).then(look));
  });
}
// #endregion settle

/** Whether this engine tells who awaits a promise. Not every one does. */
export async function tellsAwaiters(): Promise<boolean> {
  let resolve: Parked["resolve"] = () => undefined;
  const promise = new Promise((settle) => (resolve = settle));
  void (async function awaiter() {
    await promise;
  })();
  const { stack = "" } = await stackOf({ resolve });
  return stack.includes("awaiter");
}

interface StackLimit {
  stackTraceLimit?: number;
}

function deepError(): Error {
  const limits = Error as StackLimit;
  const before = limits.stackTraceLimit;
  limits.stackTraceLimit = deepestStack;
  const here = new Error("here");
  if (before === undefined) delete limits.stackTraceLimit;
  else limits.stackTraceLimit = before;
  return here;
}
