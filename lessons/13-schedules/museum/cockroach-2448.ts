// CockroachDB, 2015: MultiRaft, and the store that listens to it.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { select } from "../../09-select/select.ts";
import type { Kernel } from "./kernel.ts";

const changes = ["add node 2", "add node 3"];

class MultiRaft {
  readonly stopped = new Channel<never>();
  /** Changes that are on disk, and so committed. */
  readonly written = new Channel<string>(changes.length);
  readonly events = new Channel<string>();
  readonly callbacks = new Channel<string>();
  readonly allApplied = new Channel<never>();
  #left = changes.length;

  apply(): void {
    if (--this.#left === 0) this.allApplied.close();
  }
}

/** The store: hears of a change, and calls back when it has made it. */
async function listen({ events, callbacks, stopped }: MultiRaft) {
  for (;;) {
    const event = await select({ changed: events, stopped });
    if (event.done) return;
    await select({ called: callbacks.sending(event.value), stopped });
  }
}

async function sendAtOnce(raft: MultiRaft): Promise<void> {
  const { written, callbacks, events, stopped } = raft;
  for (;;) {
    const news = await select({ written, callback: callbacks, stopped });
    if (news.done) return;
    if (news.case === "callback") raft.apply();
    else await select({ sent: events.sending(news.value), stopped });
  }
}

/** Offers the oldest event beside everything else there is to do. */
async function sendInTurn(raft: MultiRaft): Promise<void> {
  const { written, callbacks, stopped } = raft;
  const pending: string[] = [];
  for (;;) {
    const [event] = pending;
    const events = event === undefined ? Channel.nil<string>() : raft.events;
    const sent = events.sending(event ?? "");
    const news = await select({ written, callback: callbacks, sent, stopped });
    if (news.case === "sent") pending.shift();
    else if (news.done) return;
    else if (news.case === "callback") raft.apply();
    else pending.push(news.value);
  }
}

async function program(start: (raft: MultiRaft) => Promise<void>) {
  const raft = new MultiRaft();
  for (const change of changes) await raft.written.send(change);
  go("store", () => listen(raft));
  go("raft", () => start(raft));
  await raft.allApplied.receive();
  raft.stopped.close();
}

export const kernel: Kernel = {
  name: "cockroach-2448",
  story:
    "The loop of MultiRaft sent its store an event for each change of members, and waited until the store took it. The store had taken the one before and waited to call back, which only the loop could hear.",
  mend: "Put the events in a list, and offer the oldest in the loop's own select, beside the callbacks.",
  needs: [],
  stuck: "always",
  bug: () => program(sendAtOnce),
  mended: () => program(sendInTurn),
};
