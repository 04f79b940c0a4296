// An exit while a panic is being handled: the finally block outside is not run.
import { Channel, exit, main, type Panic } from "rendezvous";

main(() => {
  try {
    try {
      const c = Channel.nil<number>();
      c.close();
    } finally {
      console.log("deferred last, run first");
    }
  } catch (error) {
    console.log("recovered:", (error as Panic).message);
    exit(4);
  } finally {
    console.log("never printed");
  }
});
