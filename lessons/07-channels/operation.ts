// A send or a receive that waits: in the line of its channel, and on the
// scheduler's account.

import type { Goroutine } from "../06-goroutines/goroutine.ts";
import { RuntimeError } from "../06-goroutines/panic.ts";
import {
  type Awaited,
  failed,
  Wait,
  type WaitReason,
} from "../06-goroutines/wait.ts";
import type { Waiter } from "./waiters.ts";

export class Operation<T> extends Wait implements Waiter<T> {
  next: Waiter<T> | undefined = undefined;
  previous: Waiter<T> | undefined = undefined;
  readonly #form: "send" | "receive" | "next";

  constructor(
    goroutine: Goroutine,
    reason: WaitReason,
    on: Awaited,
    form: "send" | "receive" | "next",
  ) {
    super(goroutine, reason, on);
    this.#form = form;
  }

  claim(value: T | undefined, done: boolean): void {
    switch (this.#form) {
      case "receive":
        return this.end(value);
      case "next":
        return this.end({ value, done });
      case "send":
        return this.end(done ? failed(sendOnClosed()) : undefined);
    }
  }
}

export function sendOnClosed(): RuntimeError {
  return new RuntimeError("SEND_ON_CLOSED", "send on closed channel");
}
