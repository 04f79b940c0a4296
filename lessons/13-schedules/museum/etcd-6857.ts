// etcd, 2016: the node of its raft library.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { select } from "../../09-select/select.ts";
import type { Kernel } from "./kernel.ts";

class RaftNode {
  readonly questions = new Channel<Channel<string>>();
  readonly done = new Channel<never>();
  readonly #stop = new Channel<true>();

  async run(): Promise<void> {
    for (;;) {
      const next = await select({ asked: this.questions, stop: this.#stop });
      if (next.case === "stop") break;
      await next.value?.send("follower");
    }
    this.done.close();
  }

  async stop(): Promise<void> {
    const { done } = this;
    await select({ stop: this.#stop.sending(true), done });
    await done.receive();
  }
}

async function status({ questions }: RaftNode): Promise<void> {
  const answer = new Channel<string>();
  await questions.send(answer);
  await answer.receive();
}

async function statusUnlessDone({ questions, done }: RaftNode) {
  const answer = new Channel<string>();
  const asked = await select({ sent: questions.sending(answer), done });
  if (asked.case === "sent") await answer.receive();
}

function program(ask: (node: RaftNode) => Promise<void>): Promise<void> {
  const node = new RaftNode();
  go("node", () => node.run());
  go("status", () => ask(node));
  go("stop", () => node.stop());
  return Promise.resolve();
}

export const kernel: Kernel = {
  name: "etcd-6857",
  story:
    "Every method of a node gave up when the node was done, all but the one that asks for its status. Asked after the node had stopped, it waited for a loop that had ended.",
  mend: "Ask in a select that also hears that the node is done.",
  needs: [],
  stuck: "never seen",
  bug: () => program(status),
  mended: () => program(statusUnlessDone),
};
