// CockroachDB, 2019: the outbox of a distributed query.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { Cell } from "../cell.ts";
import type { Kernel } from "./kernel.ts";

const bufferedRows = 1; // sixteen in the real one

class RowChannel {
  readonly #rows = new Channel<string>(bufferedRows);
  readonly #needsRows = new Cell(true);

  async push(row: string): Promise<void> {
    if (this.#needsRows.value) await this.#rows.send(row);
  }

  /** Nobody will take rows any more. */
  close(): void {
    this.#needsRows.value = false;
    this.#rows.tryReceive(); // room for the one who may be waiting
  }
}

/** The outbox cannot reach the other node, and ends. */
async function program(leave: (rows: RowChannel) => void): Promise<void> {
  const rows = new RowChannel();
  const outboxEnded = new Channel<never>();
  await rows.push("row 1");
  go("pusher", () => rows.push("row 2"));
  go("outbox", () => {
    leave(rows);
    outboxEnded.close();
  });
  await outboxEnded.receive();
  await rows.push("row 3");
}

export const kernel: Kernel = {
  name: "cockroach-35073",
  story:
    "An outbox that could not reach its node ended with an error and left its row channel as it was: open. Those who push rows into it filled the buffer and then waited for a reader who was gone.",
  mend: "However the outbox ends, it marks the row channel as closed for those who come, and makes room for the one who waits.",
  needs: [],
  stuck: "always",
  bug: () => program(() => undefined),
  mended: () => program((rows) => rows.close()),
};
