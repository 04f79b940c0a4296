// A counter that was driven below zero stays there: the next one only brings it back to zero.
import { main, type Panic, WaitGroup } from "rendezvous";

main(async () => {
  const group = new WaitGroup();
  try {
    group.done();
  } catch (error) {
    console.log("recovered:", (error as Panic).message);
  }
  group.add(1);
  await group.wait();
  console.log("back at zero");
  group.done();
});
