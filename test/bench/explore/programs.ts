// Ten programs to explore, from one that has nothing to choose to those that have
// more orders than anybody can wait for.

import {
  after,
  background,
  Channel,
  Cond,
  go,
  Mutex,
  RWMutex,
  select,
  WaitGroup,
  withCancel,
} from "rendezvous";
import { kernels } from "../../../lessons/13-schedules/museum/kernels.ts";

/** What is explored, by the name that the table gives it. */
export const programs: Record<string, () => unknown> = {
  "3 × 3 steps with nothing shared": () => {
    for (let i = 0; i < 3; i++) sendTo(new Channel<number>(3), 3);
  },
  "3 × 3 steps on one channel": () => {
    const shared = new Channel<number>(9);
    for (let i = 0; i < 3; i++) sendTo(shared, 3);
  },
  "3 × 12 steps with a quarter shared": () => {
    const shared = new Channel<number>(9);
    for (let i = 0; i < 3; i++) {
      const own = new Channel<number>(9);
      go(async () => {
        for (let step = 1; step <= 12; step++) {
          await (step % 4 === 0 ? shared : own).send(step);
        }
      });
    }
  },
  "a pipeline of three": async () => {
    const raw = new Channel<number>();
    const done = new Channel<number>();
    go(async () => {
      for (let i = 0; i < 4; i++) await raw.send(i);
      raw.close();
    });
    go(async () => {
      for await (const value of raw) await done.send(value * value);
      done.close();
    });
    while (!(await done.next()).done);
  },
  "a worker pool": async () => {
    const jobs = new Channel<number>(2);
    const group = new WaitGroup();
    for (let worker = 0; worker < 2; worker++) {
      group.go(async () => {
        while (!(await jobs.next()).done);
      });
    }
    for (let job = 0; job < 3; job++) await jobs.send(job);
    jobs.close();
    await group.wait();
  },
  "two locks in two orders": async () => {
    const [one, other] = [new Mutex(), new Mutex()];
    const group = new WaitGroup();
    group.go(() => both(one, other));
    group.go(() => both(other, one));
    await group.wait();
  },
  "three philosophers": async () => {
    const forks = [new Mutex(), new Mutex(), new Mutex()] as const;
    const group = new WaitGroup();
    group.go(() => both(forks[0], forks[1]));
    group.go(() => both(forks[1], forks[2]));
    group.go(() => both(forks[2], forks[0]));
    await group.wait();
  },
  "a select with a timeout": async () => {
    const answers = [new Channel<string>(), new Channel<string>()] as const;
    for (const each of answers) {
      go(async () => {
        await after(5).receive();
        await each.send("answer");
      });
    }
    await select({ one: answers[0], other: answers[1], late: after(5) });
  },
  "readers and a writer and a word": async () => {
    const lock = new RWMutex();
    const isReady = new Cond(lock);
    let ready = false;
    const [context, cancel] = withCancel(background());
    go(async () => {
      await lock.rLock();
      lock.rUnlock();
      await context.done.receive();
    });
    go(async () => {
      await lock.lock();
      ready = true;
      isReady.broadcast();
      lock.unlock();
    });
    await lock.lock();
    while (!ready) await isReady.wait();
    lock.unlock();
    cancel();
  },
  "kubernetes-10182": () =>
    kernels.find(({ name }) => name === "kubernetes-10182")?.bug(),
};

function sendTo(channel: Channel<number>, count: number): void {
  go(async () => {
    for (let i = 0; i < count; i++) await channel.send(i);
  });
}

async function both(first: Mutex, second: Mutex): Promise<void> {
  await first.lock();
  await second.lock();
  second.unlock();
  first.unlock();
}
