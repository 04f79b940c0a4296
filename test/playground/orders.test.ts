import { expect, test } from "vitest";
import type { Order } from "../../playground/protocol.ts";
import { type Listening, takeOrders } from "../../playground/worker/orders.ts";

/** Hears `orders`, and tells what comes of them. */
function told(orders: readonly Order[], isTrusted = true): string[] {
  const done: string[] = [];
  const hearers: Parameters<Listening["addEventListener"]>[1][] = [];
  takeOrders(
    { addEventListener: (_, hear) => void hearers.push(hear) },
    ({ kind }) => void done.push(kind),
    () => void done.push("stop"),
  );
  for (const data of orders) {
    for (const hear of hearers) hear({ data, isTrusted });
  }
  return done;
}

const run: Order = { kind: "run", code: "", seed: 1 };
const explore: Order = { kind: "explore", code: "" };
const stop: Order = { kind: "stop" };

test("a worker takes one order, and after it only to stop", () => {
  expect(told([run, explore, run, stop])).toEqual(["run", "stop"]);
});

test("a worker takes no order that its own program has made up", () => {
  expect(told([explore, stop], false)).toEqual([]);
});
