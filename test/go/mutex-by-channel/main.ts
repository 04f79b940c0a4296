// A buffer for one value is a lock: whoever gets the value in holds it.
import { Channel, go, main, otherwise, select } from "rendezvous";

class ChannelMutex {
  readonly #held = new Channel<void>(1);

  lock() {
    return this.#held.send();
  }

  unlock() {
    return this.#held.receive();
  }

  async tryLock() {
    const chosen = await select({ taken: this.#held.sending(), otherwise });
    switch (chosen.case) {
      case "taken":
        return true;
      case "otherwise":
        return false;
    }
  }
}

main(async () => {
  const m = new ChannelMutex();
  let n = 0;
  const done = new Channel<boolean>();
  for (let i = 0; i < 50; i++) {
    go(async () => {
      for (let k = 0; k < 100; k++) {
        await m.lock();
        n++;
        await m.unlock();
      }
      await done.send(true);
    });
  }
  for (let i = 0; i < 50; i++) {
    await done.receive();
  }
  console.log("count", n);
  console.log(
    "try on free:",
    await m.tryLock(),
    "try on held:",
    await m.tryLock(),
  );
});
