// Docker, 2016: a transfer, those who watch its progress, and the test of it.

import { go } from "../../06-goroutines/goroutine.ts";
import { goexit } from "../../06-goroutines/panic.ts";
import { Channel } from "../../07-channels/channel.ts";
import { select } from "../../09-select/select.ts";
import { Cell } from "../cell.ts";
import type { Kernel } from "./kernel.ts";

type Expect = (progress: number, last: number) => boolean;

class Transfer {
  /** Closed when all of it has been transferred. */
  readonly done = new Channel<never>();
  readonly #last = new Cell(0);
  readonly #signal = new Channel<true>();
  readonly #released = new Channel<never>();
  readonly #stopped = new Channel<never>();

  /** A watcher that is busy misses it, and hears of a later one. */
  async broadcast(updates: Channel<number>): Promise<void> {
    for await (const progress of updates) {
      this.#last.value = progress;
      this.#signal.trySend(true);
    }
    this.done.close();
  }

  async watch(output: Channel<number>): Promise<void> {
    const [signal, released] = [this.#signal, this.#released];
    for (let isOver = false; !isOver;) {
      const next = await select({ signal, released });
      isOver = next.case === "released";
      await output.send(this.#last.value); // perhaps once more
    }
    this.#stopped.close();
  }

  async release(): Promise<void> {
    this.#released.close();
    await this.#stopped.receive();
  }
}

async function check(output: Channel<number>, expect: Expect): Promise<void> {
  let last = 0;
  for await (const progress of output) {
    if (!expect(progress, last)) goexit(); // Go's t.Fatalf
    last = progress;
  }
}

async function program(expect: Expect): Promise<void> {
  const [output, checked] = [new Channel<number>(), new Channel<never>()];
  const updates = new Channel<number>(2);
  for (const progress of [1, 2]) updates.trySend(progress);
  updates.close();
  go("checker", async () => {
    await check(output, expect);
    checked.close();
  });
  const transfer = new Transfer();
  go("transfer", () => transfer.broadcast(updates));
  go("watcher", () => transfer.watch(output));
  await transfer.done.receive();
  await transfer.release();
  output.close();
  await checked.receive();
}

export const kernel: Kernel = {
  name: "moby-21233",
  story:
    "A test received the progress of a transfer and insisted on every single step, of which a watcher may leave some out. Its failure ended the goroutine that received, so the watcher could not send, its release waited for it, and instead of a message there was a timeout.",
  mend: "Insist only that progress does not go back.",
  needs: [],
  stuck: "always",
  bug: () => program((progress, last) => progress - last <= 1),
  mended: () => program((progress, last) => progress >= last),
};
