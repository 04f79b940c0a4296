// Kubernetes, 2015: the API server, which gives a request so much time.

import { go } from "../../06-goroutines/goroutine.ts";
import { sleep } from "../../06-goroutines/program.ts";
import { Channel } from "../../07-channels/channel.ts";
import { select } from "../../09-select/select.ts";
import { after } from "../../10-time/timer.ts";
import type { Kernel } from "./kernel.ts";

const timeoutMs = 1;
const storageMs = 2; // slower than the request may be

async function finishRequest(
  request: () => Promise<string>,
  capacity: number,
): Promise<void> {
  const result = new Channel<string>(capacity);
  const failure = new Channel<unknown>(capacity);
  go("request", async () => {
    const answer = await request();
    if (answer === "") await failure.send("not found");
    else await result.send(answer);
  });
  await select({ result, failure, late: after(timeoutMs) });
}

async function get(): Promise<string> {
  await sleep(storageMs);
  return "a pod";
}

export const kernel: Kernel = {
  name: "kubernetes-5316",
  story:
    "The API server did the work of a request in a goroutine, and answered without it when its time was up. The work was done a little later, and its result had nobody to go to.",
  mend: "Give both channels room for the one value that will come.",
  needs: [],
  stuck: "always",
  bug: () => finishRequest(get, 0),
  mended: () => finishRequest(get, 1),
};
