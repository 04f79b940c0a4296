// Docker, 2016: the plugins that are there when the daemon starts.

import { go } from "../../06-goroutines/goroutine.ts";
import { WaitGroup } from "../../11-sync/waitgroup.ts";
import type { Kernel } from "./kernel.ts";

const plugins = ["volumes", "network"];

function restore(group: WaitGroup, plugin: string): void {
  go(plugin, () => group.done());
}

async function waitForEach(): Promise<void> {
  const group = new WaitGroup();
  group.add(plugins.length);
  for (const plugin of plugins) {
    restore(group, plugin);
    await group.wait(); // … for all of them, where one is started
  }
}

async function waitForAll(): Promise<void> {
  const group = new WaitGroup();
  group.add(plugins.length);
  for (const plugin of plugins) restore(group, plugin);
  await group.wait();
}

export const kernel: Kernel = {
  name: "moby-25384",
  story:
    "The daemon restored its plugins, each in a goroutine, and waited for all of them inside the loop that starts them. With one plugin that went well; with two the first round of the loop never ended.",
  mend: "Wait after the loop.",
  needs: ["WaitGroup"],
  stuck: "always",
  bug: waitForEach,
  mended: waitForAll,
};
