// Docker, 2017: the health check of a container.

import { go } from "../../06-goroutines/goroutine.ts";
import { sleep } from "../../06-goroutines/program.ts";
import { Channel } from "../../07-channels/channel.ts";
import { select } from "../../09-select/select.ts";
import { background, withTimeout } from "../../10-time/context.ts";
import { after } from "../../10-time/timer.ts";
import type { Kernel } from "./kernel.ts";

const probeIntervalMs = 1;
const probeTimeoutMs = 1;

type Results = Channel<"healthy">;

async function monitor(
  stop: Channel<void>,
  leave: (results: Results) => Promise<unknown>,
): Promise<void> {
  for (;;) {
    const next = await select({ stop, probe: after(probeIntervalMs) });
    if (next.case === "stop") return;
    const results: Results = new Channel();
    const [context, cancel] = withTimeout(background(), probeTimeoutMs);
    go("probe", () => results.send("healthy"));
    const end = await select({ stop, results, late: context.done });
    cancel();
    if (end.case === "late") await results.receive();
    if (end.case === "stop") return void (await leave(results));
  }
}

async function program(
  leave: (results: Results) => Promise<unknown>,
): Promise<void> {
  const stop = new Channel<void>();
  go("monitor", () => monitor(stop, leave));
  go("daemon", async () => {
    await sleep(probeIntervalMs); // the container runs for a while
    await stop.send();
  });
}

export const kernel: Kernel = {
  name: "moby-33781",
  story:
    "The health check of a container was told to stop while a probe was under way, and returned at once. The probe then sent its result to a channel that nobody read any more, one lost goroutine a container.",
  mend: "Cancel the probe and wait for its result before returning.",
  needs: ["context"],
  stuck: "sometimes",
  bug: () => program(() => Promise.resolve()),
  mended: () => program((results) => results.receive()),
};
