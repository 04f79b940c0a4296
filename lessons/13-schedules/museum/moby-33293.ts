// Docker, 2017: to wait for a container in a swarm.

import { Channel } from "../../07-channels/channel.ts";
import type { ReceiveChannel } from "../../07-channels/ends.ts";
import type { Kernel } from "./kernel.ts";

/** Gives the channel on which an error comes; this container there is not. */
async function containerWait(
  capacity: number,
): Promise<ReceiveChannel<string>> {
  const errors = new Channel<string>(capacity);
  await errors.send("no such container");
  return errors;
}

async function program(capacity: number): Promise<void> {
  const failed = await containerWait(capacity);
  await failed.receive();
}

export const kernel: Kernel = {
  name: "moby-33293",
  story:
    "A function that gives back a channel for errors met one before it had started anything, and sent it. Nobody could receive it, as nobody had the channel yet.",
  mend: "Make the channel with room for one error.",
  needs: [],
  stuck: "always",
  bug: () => program(0),
  mended: () => program(1),
};
