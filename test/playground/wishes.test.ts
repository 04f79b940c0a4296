import { expect, test } from "vitest";
import { readWish } from "../../playground/wishes.ts";

test("an empty field wishes nothing", () => {
  expect(readWish("the seed", "", 9)).toBeUndefined();
  expect(readWish("the seed", undefined, 9)).toBeUndefined();
});

test("a whole number within its limit is taken", () => {
  expect([readWish("the seed", 0, 9), readWish("the seed", 9, 9)]).toEqual([
    0, 9,
  ]);
});

test.each([-1, 1.5, 10, NaN, "many"])(
  "%s is told what was expected",
  (field) => {
    expect(() => readWish("the seed", field, 9)).toThrow(
      `expected the seed to be a whole number from 0 to 9, got ${field}`,
    );
  },
);
