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
  // TODO: this is the one order in which nobody is stopped.
  if (bound < 0) return;
  yield steps.flatMap((count, who) => new Array<number>(count).fill(who));
}
