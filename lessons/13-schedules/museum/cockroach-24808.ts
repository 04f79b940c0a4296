// CockroachDB, 2018: the compactor of a node that starts.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { otherwise } from "../../09-select/cases.ts";
import { select } from "../../09-select/select.ts";
import type { Kernel } from "./kernel.ts";

class Compactor {
  readonly stopped = new Channel<never>();
  /** That there is something to compact: to be told so once is enough. */
  readonly suggestions = new Channel<string>(1);

  async run(): Promise<void> {
    const { suggestions, stopped } = this;
    for (;;) {
      const next = await select({ suggested: suggestions, stopped });
      if (next.case === "stopped") return;
    }
  }
}

async function suggest({ suggestions }: Compactor): Promise<void> {
  await suggestions.send("look what an earlier run has left");
}

async function suggestIfNew({ suggestions }: Compactor): Promise<void> {
  const look = suggestions.sending("look what an earlier run has left");
  await select({ look, isAskedAlready: otherwise });
}

async function program(
  askToLook: (compactor: Compactor) => Promise<void>,
): Promise<void> {
  const compactor = new Compactor();
  await compactor.suggestions.send("a range was deleted");
  await askToLook(compactor);
  go("compactor", () => compactor.run());
  compactor.stopped.close();
}

export const kernel: Kernel = {
  name: "cockroach-24808",
  story:
    "A compactor that starts sent itself a first suggestion before it started the goroutine that takes them. If somebody had made one earlier the buffer was full, and the node never came up.",
  mend: "Send the first one in a select with a default case: a suggestion that is there already does as well.",
  needs: [],
  stuck: "always",
  bug: () => program(suggest),
  mended: () => program(suggestIfNew),
};
