// A catch sees the panics of its own goroutine only.
import { Channel, go, main, panic, type Panic } from "rendezvous";

main(async () => {
  try {
    const done = new Channel<void>();
    go(() => {
      try {
        panic("contained");
      } catch (error) {
        console.log("goroutine recovered", (error as Panic).value);
      } finally {
        done.close();
      }
    });
    await done.receive();
    console.log("main goes on");
    go(() => panic("escapes"));
    await new Channel<number>().receive();
  } catch (error) {
    console.log("main recovered", (error as Panic).value);
  }
});
