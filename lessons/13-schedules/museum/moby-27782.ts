// Docker, 2016: following the log of a container that ends.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { select } from "../../09-select/select.ts";
import { Cond } from "../../11-sync/cond.ts";
import { Mutex } from "../../11-sync/mutex.ts";
import type { Kernel } from "./kernel.ts";

type Event = "modified" | "ignored";

/** Of the library fsnotify: passes on what the kernel says about one file. */
class FileWatcher {
  readonly inotify = new Channel<Event>(2);
  readonly events = new Channel<Event>();
  readonly done = new Channel<never>();
  readonly lock = new Mutex();
  readonly removed = new Cond(this.lock);
  isWatched = true;

  async readEvents(): Promise<void> {
    const { done, events, inotify } = this;
    for (;;) {
      const chosen = await select({ done, inotify });
      if (chosen.case === "done" || chosen.done) return;
      if (chosen.value === "ignored") await this.forget();
      else await select({ sent: events.sending(chosen.value), done });
    }
  }

  async forget(): Promise<void> {
    await this.lock.lock();
    this.isWatched = false;
    this.removed.broadcast();
    this.lock.unlock();
  }

  /** Asks the kernel to stop, and waits until its last event has been read. */
  async remove(): Promise<void> {
    await this.lock.lock();
    await this.inotify.send("ignored");
    while (this.isWatched) await this.removed.wait();
    this.lock.unlock();
  }
}

type Follow = (file: FileWatcher, closed: Channel<never>) => Promise<void>;

async function follow(
  file: FileWatcher,
  closed: Channel<never>,
): Promise<void> {
  const { events } = file;
  while ((await select({ events, closed })).case === "events");
  await file.remove(); // … while nobody reads `events`
}

async function followApart(
  file: FileWatcher,
  closed: Channel<never>,
): Promise<void> {
  const { events } = file;
  const removed = new Channel<never>();
  go("remove", async () => {
    await closed.receive();
    await file.remove();
    removed.close();
  });
  while ((await select({ events, removed })).case === "events");
}

async function program(followLog: Follow): Promise<void> {
  const file = new FileWatcher();
  const closed = new Channel<never>();
  go("readEvents", () => file.readEvents());
  go("followLog", async () => {
    await followLog(file, closed);
    file.done.close();
  });
  await file.inotify.send("modified"); // the last words of the container
  closed.close();
}

export const kernel: Kernel = {
  name: "moby-27782",
  story:
    "When a container ended, the follower of its log stopped reading events and waited until the watch on the file was removed. The goroutine that would have told it so stood before it with one more event about that file, which nobody took.",
  mend: "Remove the watch in another goroutine, and go on reading events until that is done.",
  needs: ["Mutex", "Cond"],
  stuck: "never seen",
  bug: () => program(follow),
  mended: () => program(followApart),
};
