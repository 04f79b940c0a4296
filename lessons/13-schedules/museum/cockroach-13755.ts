// CockroachDB, 2017: the rows of a query in a test, with Go 1.8's database/sql.

import { go } from "../../06-goroutines/goroutine.ts";
import {
  background,
  type Cancel,
  type Context,
  withCancel,
} from "../../10-time/context.ts";
import type { Kernel } from "./kernel.ts";

class Rows {
  readonly #cancel: Cancel;
  #left: number;

  constructor(parent: Context, count: number) {
    const [context, cancel] = withCancel(parent);
    this.#cancel = cancel;
    this.#left = count;
    go("awaitDone", async () => {
      await context.done.receive();
      this.close();
    });
  }

  /** Goes to the next row; after the last one it closes by itself. */
  next(): boolean {
    const hasNext = this.#left-- > 0;
    if (!hasNext) this.close();
    return hasNext;
  }

  close(): void {
    this.#cancel();
  }
}

/** Looks at the first row alone. */
function program(leave: (rows: Rows) => void): Promise<void> {
  const rows = new Rows(background(), 2);
  rows.next();
  leave(rows);
  return Promise.resolve();
}

export const kernel: Kernel = {
  name: "cockroach-13755",
  story:
    "The rows of a query have a goroutine that waits until they are closed, which happens by itself after the last one. A test read the first row and let go of the others, and so of that goroutine.",
  mend: "Close the rows.",
  needs: ["context"],
  stuck: "always",
  bug: () => program(() => undefined),
  mended: () => program((rows) => rows.close()),
};
