// Two cases that are always ready: each is chosen about half of the time; of three, about a third.
import { Channel, go, main, select } from "rendezvous";

main(async () => {
  const a = new Channel<number>();
  const b = new Channel<number>();
  const c = new Channel<number>();
  a.close();
  b.close();
  c.close();
  const n = 30_000;
  const two = { a: 0, b: 0 };
  for (let i = 0; i < n; i++) {
    const chosen = await select({ a, b });
    two[chosen.case]++;
  }
  const three = { a: 0, b: 0, c: 0 };
  for (let i = 0; i < n; i++) {
    const chosen = await select({ a, b, c });
    three[chosen.case]++;
  }
  const ok = (got: number, want: number) =>
    got > (want * 9) / 10 && got < (want * 11) / 10;
  console.log("two:", ok(two.a, n / 2), ok(two.b, n / 2));
  console.log(
    "three:",
    ok(three.a, n / 3),
    ok(three.b, n / 3),
    ok(three.c, n / 3),
  );
  // the same channel listed twice counts as two cases
  let dup = 0;
  let other = 0;
  for (let i = 0; i < n; i++) {
    const chosen = await select({ a, again: a, b });
    if (chosen.case === "b") other++;
    else dup++;
  }
  console.log(
    "duplicate gets two shares:",
    ok(dup, (2 * n) / 3),
    ok(other, n / 3),
  );
  // sending a random bit stream (the shape of the language specification's example)
  const bits = new Channel<number>();
  go(async () => {
    for (;;) {
      await select({ zero: bits.sending(0), one: bits.sending(1) });
    }
  });
  let ones = 0;
  for (let i = 0; i < n; i++) {
    ones += (await bits.receive()) ?? 0;
  }
  console.log("random bits:", ok(ones, n / 2));
});
