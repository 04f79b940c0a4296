// One holds the lock and waits for a value; the other has the value and waits for the lock.
import { Channel, go, main, Mutex, sleep } from "rendezvous";

class account {
  readonly #mutex = new Mutex();
  readonly #updates = new Channel<number>();

  async withdraw() {
    await this.#mutex.lock();
    console.log("waiting for an update, with the lock");
    await this.#updates.receive();
    this.#mutex.unlock();
  }

  async deposit() {
    await sleep(10);
    console.log("waiting for the lock, with an update");
    await this.#mutex.lock();
    await this.#updates.send(100);
  }
}

main(async () => {
  const a = new account();
  go(() => a.deposit());
  await a.withdraw();
});
