import assert from "node:assert/strict";

type Attempt = typeof import("./2-orders.solution.ts");

const counts: [steps: number[], bound: number | undefined, orders: number][] = [
  [[2], undefined, 1],
  [[1, 1], undefined, 2],
  [[2, 1], undefined, 3],
  [[2, 2], undefined, 6],
  [[3, 0, 1], undefined, 4],
  [[3, 3, 3], undefined, 1680],
  [[3, 3, 3], 0, 6],
  [[3, 3, 3], 1, 42],
  [[3, 3, 3], 2, 192],
];

export default function check({ orders }: Attempt): void {
  for (const [steps, bound, expected] of counts) {
    const found = bound === undefined ? orders(steps) : orders(steps, bound);
    const all = [...found].map((order) => order.join(""));
    const what = `orders([${steps.join()}]${bound === undefined ? "" : `, ${bound}`})`;
    for (const order of all) checkSteps(what, steps, order);
    const twice = all.find((order, index) => all.indexOf(order) !== index);
    assert.ok(
      twice === undefined,
      `${what}: expected each order once, got ${twice} twice`,
    );
    assert.ok(
      all.length === expected,
      `${what}: expected ${expected} orders, got ${all.length}: ${all.slice(0, 5).join(", ")} …`,
    );
  }
}

function checkSteps(what: string, steps: number[], order: string): void {
  const taken = steps.map((_, who) => order.split(String(who)).length - 1);
  assert.ok(
    taken.join() === steps.join() && order.length === sum(steps),
    `${what}: expected all steps of everybody in each order, got ${order}`,
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
