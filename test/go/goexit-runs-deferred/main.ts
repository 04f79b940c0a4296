// goexit ends one goroutine, through all its callers, and is no panic: whoever catches it throws it on.
import { go, goexit, main, WaitGroup } from "rendezvous";

const nil = "<nil>";

function leave(n: number) {
  try {
    if (n === 0) {
      goexit();
    }
    leave(n - 1);
    console.log("never printed");
  } finally {
    console.log("deferred at depth", n);
  }
}

main(async () => {
  const group = new WaitGroup();
  group.add(1);
  go(() => {
    try {
      leave(2);
    } finally {
      console.log("recovered:", nil);
      group.done();
    }
  });
  await group.wait();
  console.log("main goes on");
});
