import { expect, test } from "vitest";
import { evenings, inOrders } from "../../lessons/15-broadcast/demo/orders.ts";

// All orders, where those are few, are for the demo: here one preemption is enough.
// A letter that is lost, doubled or out of order is a panic of the evening.
test.each(evenings)(
  "nobody waits for ever, and no letter is lost or doubled: $name",
  async (evening) => {
    const isByChance = evening.options.seed !== undefined;
    const options = { ...(isByChance ? {} : { bound: 1 }), ...evening.options };
    const { endings, isComplete, slow } = await inOrders({
      ...evening,
      options,
    });

    expect(endings.map(({ kind, error }) => ({ kind, error }))).toEqual([
      { kind: "returned", error: "" },
    ]);
    expect(isComplete).toBe(evening.options.seed === undefined);
    const mayBeSlow = evening.plan.guests.some(({ outbox }) => outbox === 1);
    expect(slow > 0).toBe(mayBeSlow);
  },
  30_000,
);
