/**
 * All orders in which goroutines can go on: the first has `steps[0]` steps, the
 * next `steps[1]`, and so on. An order is a list of who is next, by number.
 *
 * With a `bound`, only those with so many preemptions at most: that is, so many
 * places where the next one is another, and the last one had steps left.
 */
export function* orders(
  steps: readonly number[],
  bound = Infinity,
): Generator<number[]> {
  yield* after([], steps, bound);
}

function* after(
  order: readonly number[],
  left: readonly number[],
  bound: number,
): Generator<number[]> {
  if (left.every((count) => count === 0)) yield [...order];
  const last = order.at(-1);
  const isRunning = last !== undefined && (left[last] ?? 0) > 0;
  for (const [who, count] of left.entries()) {
    const isPreemption = isRunning && who !== last;
    if (count === 0 || (isPreemption && bound === 0)) continue;
    const rest = left.map((each, index) => (index === who ? each - 1 : each));
    yield* after([...order, who], rest, isPreemption ? bound - 1 : bound);
  }
}
