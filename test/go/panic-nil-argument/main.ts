// A panic without a value is given one that says so.
import { main, panic, type Panic } from "rendezvous";

main(() => {
  try {
    panic(undefined);
  } catch (error) {
    console.log("recovered:", (error as Panic).message);
  }
  panic(undefined);
});
