// The arguments of a go call are evaluated by the caller, now.
import { Channel, go, main } from "rendezvous";

function value() {
  console.log("argument evaluated");
  return 7;
}

main(async () => {
  const release = new Channel<boolean>();
  const done = new Channel<boolean>();
  let x = 1;
  go(
    async (a: number, b: number) => {
      await release.receive();
      console.log("in goroutine", a, b);
      await done.send(true);
    },
    x,
    value(),
  );
  x = 2;
  console.log("after the go statement");
  await release.send(true);
  await done.receive();
  console.log("x is", x);
});
