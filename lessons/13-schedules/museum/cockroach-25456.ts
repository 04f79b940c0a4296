// CockroachDB, 2018: the queue that checks whether replicas agree.

import { Channel } from "../../07-channels/channel.ts";
import { otherwise } from "../../09-select/cases.ts";
import { select } from "../../09-select/select.ts";
import type { Kernel } from "./kernel.ts";

type Ask = (quiescing: Channel<never>) => Promise<boolean>;

async function askAndWait(quiescing: Channel<never>): Promise<boolean> {
  const { done } = await quiescing.next();
  return done;
}

async function ask(quiescing: Channel<never>): Promise<boolean> {
  const state = await select({ quiescing, isAtWork: otherwise });
  return state.case === "quiescing";
}

/** A check has failed: worth a line, unless the store is going down. */
async function report(
  quiescing: Channel<never>,
  log: string[],
  isQuiescing: Ask,
): Promise<void> {
  if (await isQuiescing(quiescing)) return;
  log.push("replicas could not be compared");
}

async function program(isQuiescing: Ask): Promise<void> {
  const quiescing = new Channel<never>();
  const log: string[] = [];
  for (let replica = 0; replica < 2; replica++) {
    await report(quiescing, log, isQuiescing);
  }
}

export const kernel: Kernel = {
  name: "cockroach-25456",
  story:
    "After a failed check the queue looked whether the store was going down, with the receive that also says whether the channel is closed. That form waits like any other, so the queue stood still until the store did go down.",
  mend: "Look with a select that has a default case.",
  needs: [],
  stuck: "always",
  bug: () => program(askAndWait),
  mended: () => program(ask),
};
