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

interface StackLimit {
  stackTraceLimit?: number;
}

// #region settle
/**
 * The functions that await `wait`, innermost first; `[]` if there are none. The
 * wait is used up by this: its goroutine never goes on.
 */
export function awaitersOf(wait: Wait): Promise<Frame[]> {
  return new Promise((resolve) => {
    const never = new Promise<never>(() => undefined);
    const look = (): Promise<never> => {
      resolve(framesOf(deepStack()));
      return never;
    };
    // A promise begins to follow another one a microtask later: look after that.
    wait.resolve(settled.then(() => undefined).then(look));
  });
}
// #endregion settle

function deepStack(): Error {
  const limits = Error as StackLimit;
  const before = limits.stackTraceLimit ?? 10;
  limits.stackTraceLimit = deepestStack;
  const here = new Error("here");
  limits.stackTraceLimit = before;
  return here;
}
