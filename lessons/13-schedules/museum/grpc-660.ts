// gRPC-Go, 2016: the client of its benchmark.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { select } from "../../09-select/select.ts";
import type { Kernel } from "./kernel.ts";

type Report = (done: Channel<true>, stop: Channel<never>) => Promise<unknown>;

const calls = 2; // without end in the real one

/** One call after the other, until it is told to stop. */
async function makeCalls(stop: Channel<never>, report: Report): Promise<void> {
  for (let call = 0; call < calls; call++) {
    const done = new Channel<true>();
    go("call", () => report(done, stop));
    const next = await select({ stop, done });
    if (next.case === "stop") return;
  }
}

function program(report: Report): Promise<void> {
  const stop = new Channel<never>();
  go("client", () => makeCalls(stop, report));
  go("shutdown", () => stop.close());
  return Promise.resolve();
}

export const kernel: Kernel = {
  name: "grpc-660",
  story:
    "The benchmark made each call in a goroutine and waited for its end, or for the word to stop. When that word came, the goroutine of the last call was left with an end that nobody wanted to hear.",
  mend: "The call reports its end in a select that hears the word to stop, too.",
  needs: [],
  stuck: "always",
  bug: () => program((done) => done.send(true)),
  mended: () =>
    program((done, stop) => select({ stop, reported: done.sending(true) })),
};
