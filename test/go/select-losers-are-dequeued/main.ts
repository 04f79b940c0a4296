// A select that has chosen leaves nobody standing at its other channels.
import { after, Channel, go, main, otherwise, select, sleep } from "rendezvous";

main(async () => {
  const a = new Channel<number>();
  const b = new Channel<number>();
  const chosen = new Channel<string>();
  go(async () => {
    const first = await select({ a, b });
    await chosen.send(first.case);
  });
  await sleep(10);
  await b.send(1);
  console.log("chosen", await chosen.receive());
  const second = await select({
    a: a.sending(1),
    b: b.sending(1),
    otherwise,
  });
  switch (second.case) {
    case "a":
      console.log("BUG: somebody still waits at a");
      break;
    case "b":
      console.log("BUG: somebody still waits at b");
      break;
    case "otherwise":
      console.log("nobody waits");
  }
  const done = new Channel<number>();
  go(async () => {
    // the same channel twice, both ways
    const third = await select({ one: a, two: a, sent: a.sending(7) });
    await done.send(third.case === "sent" ? 7 : (third.value ?? 0));
  });
  await sleep(10);
  await a.send(5);
  console.log("received", await done.receive());
  const last = await select({
    received: a,
    sent: a.sending(6),
    late: after(10),
  });
  switch (last.case) {
    case "received":
      console.log("BUG: a sender is left", last.value);
      break;
    case "sent":
      console.log("BUG: a receiver is left");
      break;
    case "late":
      console.log("nobody is left");
  }
});
