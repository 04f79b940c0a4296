// Docker, 2014: a helper that does something in a goroutine.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import type { ReceiveChannel } from "../../07-channels/ends.ts";
import type { Kernel } from "./kernel.ts";

/** Starts `work`, and gives the channel on which its result will come. */
function start(work: () => string, capacity: number): ReceiveChannel<string> {
  const results = new Channel<string>(capacity);
  go("work", () => results.send(work()));
  return results;
}

function program(capacity: number): Promise<void> {
  start(() => "the container has gone", capacity);
  return Promise.resolve();
}

export const kernel: Kernel = {
  name: "moby-4395",
  story:
    "A helper started a function in a goroutine and gave back the channel on which its error would come. Where nobody cared for the error nobody received it, and the goroutine waited for ever to get rid of it.",
  mend: "Make the channel with room for the one error.",
  needs: [],
  stuck: "always",
  bug: () => program(0),
  mended: () => program(1),
};
