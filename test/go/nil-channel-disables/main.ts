// Two sources are merged until both have ended: a source that has is set to nil, and its case is never ready again.
import {
  Channel,
  go,
  main,
  otherwise,
  type ReceiveChannel,
  select,
} from "rendezvous";

function count(from: number, to: number): ReceiveChannel<number> {
  const c = new Channel<number>();
  go(async () => {
    for (let i = from; i <= to; i++) {
      await c.send(i);
    }
    c.close();
  });
  return c;
}

main(async () => {
  let a = count(1, 3);
  let b = count(10, 14);
  let [sum, values, ends] = [0, 0, 0];
  while (!a.isNil || !b.isNil) {
    const chosen = await select({ a, b });
    if (chosen.done) {
      if (chosen.case === "a") a = Channel.nil();
      else b = Channel.nil();
      ends++;
      continue;
    }
    sum += chosen.value;
    values++;
  }
  console.log("values", values, "sum", sum, "ends", ends);
  const chosen = await select({ a, b, otherwise });
  if (chosen.case === "otherwise") {
    console.log("both are off");
  }
});
