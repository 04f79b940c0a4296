// CockroachDB, 2019: a join of two streams, of which one never comes.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import type { Kernel } from "./kernel.ts";

const canceled = "canceled";

class Join {
  readonly left = new Channel<string>(1);
  readonly right = new Channel<string>(1);

  /** It has read enough of the left, for now, and goes on with the right. */
  async run(): Promise<void> {
    await this.right.receive();
    for (let row; row !== canceled;) row = await this.left.receive();
  }
}

async function cancelInOrder({ left, right }: Join): Promise<void> {
  for (const stream of [left, right]) await stream.send(canceled);
}

function cancelAtOnce({ left, right }: Join): void {
  for (const stream of [left, right]) {
    go("canceler", () => stream.send(canceled));
  }
}

async function program(
  cancel: (join: Join) => Promise<void> | void,
): Promise<void> {
  const join = new Join();
  await join.left.send("row 1");
  go("join", () => join.run());
  await cancel(join);
}

export const kernel: Kernel = {
  name: "cockroach-35931",
  story:
    "To cancel a query, its flow sent a last message into each of its streams, one after the other. The first one was full, and its reader read nothing until something came from the second.",
  mend: "Send to each stream from a goroutine of its own.",
  needs: [],
  stuck: "always",
  bug: () => program(cancelInOrder),
  mended: () => program(cancelAtOnce),
};
