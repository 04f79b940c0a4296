// A panic with an error prints what the error says; every further line is moved in.
import { main, panic } from "rendezvous";

class Full extends Error {
  constructor(seats: number) {
    super(`all ${seats} seats are taken\nplease wait`);
  }
}

main(() => {
  try {
    panic(new Full(12));
  } finally {
    console.log("the doors close");
  }
});
