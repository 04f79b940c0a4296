// What the page orders: one thing to do, and after it at most to stop.
//
// Always true:
//   - what a program says to itself in the name of the page is not heard

import type { Order } from "../protocol.ts";

interface Message {
  readonly data: Order;
  readonly isTrusted: boolean;
}

/** Of the worker's scope, what hears. */
export interface Listening {
  addEventListener(kind: "message", hear: (message: Message) => void): void;
}

type Task = Exclude<Order, { kind: "stop" }>;

/** Calls `begin` with the first order, and `stop` when that one is to end. */
export function takeOrders(
  scope: Listening,
  begin: (task: Task) => void,
  stop: () => void,
): void {
  let hasBegun = false;
  scope.addEventListener("message", ({ data: order, isTrusted }) => {
    if (!isTrusted) return;
    if (order.kind === "stop") stop();
    else if (!hasBegun) {
      hasBegun = true;
      begin(order);
    }
  });
}
