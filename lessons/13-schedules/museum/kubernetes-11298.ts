// Kubernetes on Mesos, 2015: who tells a service that it is the master now.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { otherwise } from "../../09-select/cases.ts";
import { select } from "../../09-select/select.ts";
import { Cond } from "../../11-sync/cond.ts";
import { Mutex } from "../../11-sync/mutex.ts";
import type { Kernel } from "./kernel.ts";

/** Runs `body` in a goroutine; the channel is closed when it has ended. */
function ended(name: string, body: () => Promise<void>): Channel<never> {
  const end = new Channel<never>();
  go(name, async () => {
    await body();
    end.close();
  });
  return end;
}

class Notifier {
  readonly lock = new Mutex();
  readonly cond = new Cond(this.lock);
  readonly changed = new Channel<void>(1);
  desired = "";
  current = "";

  /** Takes each elected master from `elected`, until `abort` is closed. */
  async elect(
    elected: Channel<string>,
    abort: Channel<never>,
    tell: () => void,
  ): Promise<void> {
    for (;;) {
      const chosen = await select({ abort, elected });
      if (chosen.case === "abort" || chosen.done) return;
      await this.lock.lock();
      this.desired = chosen.value;
      tell();
      this.lock.unlock();
    }
  }

  async serveByCond(abort: Channel<never>): Promise<void> {
    await this.lock.lock();
    while ((await select({ abort, otherwise })).case !== "abort") {
      while (this.desired === this.current) {
        const word = ended("wait", () => this.cond.wait());
        const chosen = await select({ abort, word });
        if (chosen.case === "word") continue;
        this.cond.signal(); // … which is lost if nobody waits yet
        await word.receive();
        return this.lock.unlock();
      }
      this.current = this.desired;
    }
    this.lock.unlock();
  }

  async serveByChannel(abort: Channel<never>): Promise<void> {
    for (;;) {
      const chosen = await select({ abort, changed: this.changed });
      if (chosen.case === "abort") return;
      await this.lock.lock();
      this.current = this.desired;
      this.lock.unlock();
    }
  }
}

async function program(
  tell: (notifier: Notifier) => unknown,
  serve: (notifier: Notifier, abort: Channel<never>) => Promise<void>,
): Promise<void> {
  const notifier = new Notifier();
  const abort = new Channel<never>();
  const elected = new Channel<string>(1);
  await elected.send("the other one");
  go("abort", () => abort.close());
  const finished = ended("elect", () =>
    notifier.elect(elected, abort, () => void tell(notifier)),
  );
  await serve(notifier, finished);
}

export const kernel: Kernel = {
  name: "kubernetes-11298",
  story:
    "A service loop started a goroutine that waits at a condition variable, and woke it by a signal when all was to end. If that goroutine had not begun to wait, the signal was lost, it then waited for ever, and the loop waited for it.",
  mend: "Replace the condition variable by a channel with room for one word: a word that comes early is kept.",
  needs: ["Mutex", "Cond"],
  stuck: "never seen",
  bug: () =>
    program(
      (notifier) => notifier.cond.signal(),
      (notifier, abort) => notifier.serveByCond(abort),
    ),
  mended: () =>
    program(
      (notifier) => notifier.changed.trySend(),
      (notifier, abort) => notifier.serveByChannel(abort),
    ),
};
