// Syncthing, 2019: a connection that is closed by what it has received.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { select } from "../../09-select/select.ts";
import type { Kernel } from "./kernel.ts";

/** What is to be done about a message. */
type Model = (connection: RawConnection) => Promise<void> | void;

class RawConnection {
  readonly inbox = new Channel<string>();
  readonly dispatcherStopped = new Channel<never>();
  readonly #closed = new Channel<never>();

  start(model: Model): void {
    go("reader", () => this.#closed.receive()); // nothing comes to be read
    go("dispatcher", () => this.#dispatch(model));
  }

  async #dispatch(model: Model): Promise<void> {
    const { inbox } = this;
    for (;;) {
      const next = await select({ message: inbox, closed: this.#closed });
      if (next.case === "closed") break;
      await model(this);
    }
    this.dispatcherStopped.close();
  }

  /** Resolves when no message will be given to the model any more. */
  async close(): Promise<void> {
    this.#closed.close();
    await this.dispatcherStopped.receive();
  }
}

async function program(model: Model): Promise<void> {
  const connection = new RawConnection();
  connection.start(model);
  await connection.inbox.send("cluster config");
  await connection.dispatcherStopped.receive();
}

export const kernel: Kernel = {
  name: "syncthing-5795",
  story:
    "To close a connection waited until its dispatcher had stopped. The dispatcher had handed out a message whose receiver, in the dispatcher's own goroutine, decided to close the connection.",
  mend: "Let a goroutine of its own do what close has to wait for.",
  needs: [],
  stuck: "always",
  bug: () => program((connection) => connection.close()),
  mended: () => program((connection) => go("closer", () => connection.close())),
};
