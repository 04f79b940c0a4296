// Kubernetes, 2016: a watch on etcd, which feeds every controller.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { select } from "../../09-select/select.ts";
import {
  background,
  type Cancel,
  type Context,
  withCancel,
} from "../../10-time/context.ts";
import type { Kernel } from "./kernel.ts";

class Watch {
  readonly results = new Channel<string>();
  readonly errors = new Channel<string>();
  readonly context: Context;
  readonly cancel: Cancel;

  constructor() {
    [this.context, this.cancel] = withCancel(background());
  }

  async run(report: (error: string) => Promise<unknown>): Promise<void> {
    const chosen = await select({
      failed: this.errors,
      canceled: this.context.done,
    });
    if (chosen.case === "failed" && !chosen.done) await report(chosen.value);
  }

  async stop(): Promise<void> {
    await this.errors.send("too old resource version");
    this.cancel();
  }

  async report(error: string): Promise<void> {
    this.cancel();
    await this.results.send(error); // … to a user who has stopped the watch
  }

  async reportUnlessCanceled(error: string): Promise<void> {
    await select({
      sent: this.results.sending(error),
      canceled: this.context.done,
    });
  }
}

async function program(
  report: (watch: Watch, error: string) => Promise<void>,
): Promise<void> {
  const watch = new Watch();
  go("run", () => watch.run((error) => report(watch, error)));
  go("stop", () => watch.stop());
}

export const kernel: Kernel = {
  name: "kubernetes-25331",
  story:
    "A watch on etcd ended with an error, and its goroutine sent that error as the last result. The user had stopped the watch and read no more results, so the goroutine stood there for ever.",
  mend: "Send the error in a select that also ends when the watch is canceled.",
  needs: ["context"],
  stuck: "always",
  bug: () => program((watch, error) => watch.report(error)),
  mended: () => program((watch, error) => watch.reportUnlessCanceled(error)),
};
