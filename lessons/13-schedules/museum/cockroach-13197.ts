// CockroachDB, 2017: transactions in its tests, with Go 1.8's database/sql.

import { go } from "../../06-goroutines/goroutine.ts";
import {
  background,
  type Cancel,
  type Context,
  withCancel,
} from "../../10-time/context.ts";
import type { Kernel } from "./kernel.ts";

class Transaction {
  readonly #context: Context;
  readonly #cancel: Cancel;

  constructor(parent: Context) {
    [this.#context, this.#cancel] = withCancel(parent);
    go("awaitDone", () => this.#awaitDone());
  }

  /** Rolls back when the context is done, if nobody has ended it before. */
  async #awaitDone(): Promise<void> {
    await this.#context.done.receive();
    this.rollBack();
  }

  rollBack(): void {
    this.#cancel();
  }
}

function program(end: (transaction: Transaction) => void): Promise<void> {
  end(new Transaction(background()));
  return Promise.resolve();
}

export const kernel: Kernel = {
  name: "cockroach-13197",
  story:
    "Since Go 1.8 a transaction has a goroutine that waits until its context is done, and rolls back then. Tests that began transactions and did not end them left one such goroutine each.",
  mend: "End each transaction.",
  needs: ["context"],
  stuck: "always",
  bug: () => program(() => undefined),
  mended: () => program((transaction) => transaction.rollBack()),
};
