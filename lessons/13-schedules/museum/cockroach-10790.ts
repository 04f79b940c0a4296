// CockroachDB, 2016: a command that is canceled before it had its turn.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { select } from "../../09-select/select.ts";
import { background, type Context, withCancel } from "../../10-time/context.ts";
import type { Kernel } from "./kernel.ts";

type Collect = (
  earlier: readonly Channel<true>[],
  quiescing: Channel<never>,
) => Promise<void>;

/** Waits for each earlier command, unless it is canceled. */
async function beginCommand(
  { done: canceled }: Context,
  earlier: readonly Channel<true>[],
  collect: (left: readonly Channel<true>[]) => Promise<void>,
): Promise<void> {
  for (const [index, ended] of earlier.entries()) {
    const next = await select({ ended, canceled });
    if (next.case === "ended") continue;
    // It may leave the queue only after those that stand before it.
    go("collector", () => collect(earlier.slice(index)));
    return;
  }
}

async function endCommands(
  { done: canceled }: Context,
  earlier: readonly Channel<true>[],
): Promise<void> {
  for (const each of earlier) {
    const next = await select({ ended: each.sending(true), canceled });
    if (next.case === "canceled") return;
  }
}

async function collectAll(earlier: readonly Channel<true>[]): Promise<void> {
  for (const ended of earlier) await ended.receive();
}

const collectUntilQuiescing: Collect = async (earlier, quiescing) => {
  for (const ended of earlier) {
    const next = await select({ ended, quiescing });
    if (next.case === "quiescing") return;
  }
};

function program(collect: Collect): Promise<void> {
  const earlier = [new Channel<true>(), new Channel<true>()];
  const quiescing = new Channel<never>();
  const [context, cancel] = withCancel(background());
  go("earlier", () => endCommands(context, earlier));
  go("command", () =>
    beginCommand(context, earlier, (left) => collect(left, quiescing)),
  );
  go("canceler", cancel);
  quiescing.close();
  return Promise.resolve();
}

export const kernel: Kernel = {
  name: "cockroach-10790",
  story:
    "A command that was canceled left a goroutine in its place, to wait for the commands before it. When the store went down those were given up as well, and the goroutine waited for ends that never came.",
  mend: "The goroutine hears, too, that the store is going down.",
  needs: ["context"],
  stuck: "never seen",
  bug: () => program(collectAll),
  mended: () => program(collectUntilQuiescing),
};
