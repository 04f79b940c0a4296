// The wait stands inside the loop: the second goroutine would have to start first.
import { go, main, WaitGroup } from "rendezvous";

main(async () => {
  const group = new WaitGroup();
  group.add(2);
  for (let i = 1; i <= 2; i++) {
    go(() => {
      console.log("goroutine", i);
      group.done();
    });
    await group.wait();
  }
  console.log("never printed");
});
