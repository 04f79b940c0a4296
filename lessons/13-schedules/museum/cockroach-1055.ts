// CockroachDB, 2015: how a server stops.

import { Channel } from "../../07-channels/channel.ts";
import { Cond } from "../../11-sync/cond.ts";
import { Mutex } from "../../11-sync/mutex.ts";
import { WaitGroup } from "../../11-sync/waitgroup.ts";
import { Cell } from "../cell.ts";
import type { Kernel } from "./kernel.ts";

/** Waits for tasks, then closes `stopper`, then waits for workers. */
interface Stopper {
  readonly stopper: Channel<never>;
  readonly workers: WaitGroup;
  startTask(): Promise<boolean>;
  finishTask(): Promise<void>;
  quiesce(): Promise<void>;
  stop(): Promise<void>;
}

class LockedStopper implements Stopper {
  readonly stopper = new Channel<never>();
  readonly workers = new WaitGroup();
  readonly lock = new Mutex();
  readonly isDraining = new Cell(false); // read without the lock
  readonly tasks = new WaitGroup();

  async startTask(): Promise<boolean> {
    if (this.isDraining.value) return false;
    await this.lock.lock(); // … which `stop` may have taken meanwhile
    this.tasks.add(1);
    this.lock.unlock();
    return true;
  }

  async finishTask(): Promise<void> {
    this.tasks.done();
  }

  async quiesce(): Promise<void> {
    await this.lock.lock();
    this.isDraining.value = true;
    await this.tasks.wait();
    this.isDraining.value = false;
    this.lock.unlock();
  }

  async stop(): Promise<void> {
    await this.lock.lock();
    this.isDraining.value = true;
    await this.tasks.wait();
    this.stopper.close();
    await this.workers.wait();
    this.lock.unlock();
  }
}

class CountingStopper implements Stopper {
  readonly stopper = new Channel<never>();
  readonly workers = new WaitGroup();
  readonly lock = new Mutex();
  readonly drained = new Cond(this.lock);
  isDraining = false;
  tasks = 0;

  async startTask(): Promise<boolean> {
    await this.lock.lock();
    const isOpen = !this.isDraining;
    if (isOpen) this.tasks++;
    this.lock.unlock();
    return isOpen;
  }

  async finishTask(): Promise<void> {
    await this.lock.lock();
    this.tasks--;
    this.drained.broadcast();
    this.lock.unlock();
  }

  async quiesce(): Promise<void> {
    await this.lock.lock();
    this.isDraining = true;
    while (this.tasks > 0) await this.drained.wait();
    this.lock.unlock();
  }

  async stop(): Promise<void> {
    await this.quiesce();
    this.stopper.close();
    await this.workers.wait();
  }
}

async function program(server: Stopper): Promise<void> {
  server.workers.go(async () => {
    if (await server.startTask()) await server.finishTask();
    await server.stopper.receive();
  });
  await server.quiesce();
  await server.stop();
}

export const kernel: Kernel = {
  name: "cockroach-1055",
  story:
    "A worker looked whether the server was stopping, saw that it was not, and went for the lock to begin a task. In between, the server took the lock to stop, and held it until all workers had ended.",
  mend: "Look under the lock, and wait for the workers without it.",
  needs: ["Mutex", "WaitGroup", "Cond"],
  stuck: "never seen",
  bug: () => program(new LockedStopper()),
  mended: () => program(new CountingStopper()),
};
