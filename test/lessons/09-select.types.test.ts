import { describe, expectTypeOf, test } from "vitest";
import {
  type Cases,
  Channel,
  type Chosen,
  otherwise,
  type ReceiveChannel,
  select,
  type SendChannel,
  type Sending,
} from "../../lessons/index.ts";

interface Order {
  dish: string;
}

const orders = new Channel<Order>();
const prices = new Channel<number>();

// What `call` would resolve with. It is compiled and never called: the compiler
// is under test.
function result<T>(call: () => Promise<T>) {
  void call;
  return expectTypeOf<T>();
}

type Got<Key, T> =
  | { case: Key; value: T; done: false }
  | { case: Key; value: undefined; done: true };

describe("the compiler knows of a select", () => {
  test("that it gives one of its cases, each with its own value", () => {
    result(() => select({ orders, prices })).toEqualTypeOf<
      Got<"orders", Order> | Got<"prices", number>
    >();
  });

  test("that a sending and a default case bring no value", () => {
    result(() =>
      select({ paid: prices.sending(3), orders, idle: otherwise }),
    ).toEqualTypeOf<
      { case: "paid" } | Got<"orders", Order> | { case: "idle" }
    >();
  });

  test("that a list gives a place", () => {
    result(() => select([prices, prices])).toEqualTypeOf<Got<number, number>>();
  });

  test("that a prepared one gives the same", () => {
    const once = () => select({ orders, paid: prices.sending(1) });
    const prepare = () => select.prepare({ orders, paid: prices.sending(1) });

    expectTypeOf(prepare).returns.toEqualTypeOf(once);
  });

  test("that a case which may be switched off keeps its type", () => {
    const isOpen = orders.length > 0;
    result(() =>
      select({ orders: isOpen ? orders : Channel.nil<Order>() }),
    ).toEqualTypeOf<Got<"orders", Order>>();
  });

  test("which value it is, once the case and `done` have been asked for", () => {
    const narrow = (
      next: Chosen<{ orders: typeof orders; prices: typeof prices }>,
    ) => {
      if (next.done) return expectTypeOf(next.value).toEqualTypeOf<undefined>();
      switch (next.case) {
        case "orders":
          return expectTypeOf(next.value).toEqualTypeOf<Order>();
        case "prices":
          return expectTypeOf(next.value).toEqualTypeOf<number>();
      }
    };

    expectTypeOf(narrow).returns.toEqualTypeOf<true>();
  });

  test("that no other case can come", () => {
    const wrong = (next: Chosen<{ orders: typeof orders }>) =>
      // @ts-expect-error there is no such case
      next.case === "prices";

    expectTypeOf(wrong).returns.toEqualTypeOf<boolean>();
  });

  test("that the empty one never gives anything", () => {
    result(() => select({})).toEqualTypeOf<never>();
  });
});

describe("the compiler lets stand as a case", () => {
  test("the end to receive from", () => {
    expectTypeOf<{ a: ReceiveChannel<Order> }>().toExtend<Cases>();
  });

  test("no end to send to, but what it would send", () => {
    expectTypeOf<{ a: SendChannel<Order> }>().not.toExtend<Cases>();
    expectTypeOf<{ a: Sending<Order> }>().toExtend<Cases>();
  });

  test("no promise, no value and no function", () => {
    expectTypeOf<{ a: Promise<Order> }>().not.toExtend<Cases>();
    expectTypeOf<{ a: number }>().not.toExtend<Cases>();
    expectTypeOf<{ a: () => void }>().not.toExtend<Cases>();
    expectTypeOf<{ a: undefined }>().not.toExtend<Cases>();
  });

  test("no sending of what the channel does not take", () => {
    const wrong = () =>
      // @ts-expect-error a price is a number
      prices.sending("three");

    expectTypeOf(wrong).toBeFunction();
  });
});
