// Our workloads, written as the lessons teach them: go, await, for.

import { Channel, go, run, select } from "rendezvous";
import { sizes } from "./sizes.js";

type Workload = () => Promise<number>;

async function a(): Promise<number> {
  const there = new Channel<number>();
  const back = new Channel<number>();
  go(async () => {
    for (let i = 0; i < sizes.pp; i++) {
      await back.send(((await there.receive()) ?? 0) + 1);
    }
  });
  let sum = 0;
  for (let i = 0; i < sizes.pp; i++) {
    await there.send(i);
    sum += (await back.receive()) ?? 0;
  }
  return sum;
}

async function aTry(): Promise<number> {
  const there = new Channel<number>();
  const back = new Channel<number>();
  go(async () => {
    for (let i = 0; i < sizes.pp; i++) {
      const value = there.tryReceive() ?? (await there.receive()) ?? 0;
      if (!back.trySend(value + 1)) await back.send(value + 1);
    }
  });
  let sum = 0;
  for (let i = 0; i < sizes.pp; i++) {
    if (!there.trySend(i)) await there.send(i);
    sum += back.tryReceive() ?? (await back.receive()) ?? 0;
  }
  return sum;
}

async function b(): Promise<number> {
  const channel = new Channel<number>(128);
  go(async () => {
    for (let i = 0; i < sizes.buf; i++) await channel.send(i);
  });
  let sum = 0;
  for (let i = 0; i < sizes.buf; i++) sum += (await channel.receive()) ?? 0;
  return sum;
}

async function bTry(): Promise<number> {
  const channel = new Channel<number>(128);
  go(async () => {
    for (let i = 0; i < sizes.buf; i++) {
      if (!channel.trySend(i)) await channel.send(i);
    }
  });
  let sum = 0;
  for (let i = 0; i < sizes.buf; i++) {
    sum += channel.tryReceive() ?? (await channel.receive()) ?? 0;
  }
  return sum;
}

function send(channels: readonly Channel<number>[]): void {
  const each = sizes.sel / 4;
  for (let producer = 0; producer < 4; producer++) {
    go(async () => {
      for (let i = 0; i < each; i++) {
        const channel = channels[(producer + 4 * i) % channels.length];
        await channel?.send(producer * each + i);
      }
    });
  }
}

function make(count: number): Channel<number>[] {
  return Array.from({ length: count }, () => new Channel<number>());
}

async function c2(): Promise<number> {
  const [left, right] = make(2) as [Channel<number>, Channel<number>];
  send([left, right]);
  let sum = 0;
  for (let i = 0; i < sizes.sel; i++) {
    sum += (await select({ left, right })).value ?? 0;
  }
  return sum;
}

type Sixteen = Record<string, Channel<number>>;

async function c16(): Promise<number> {
  const all = make(16);
  send(all);
  // As many names as it has channels, written out as in a program.
  const [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = all as never[];
  let sum = 0;
  for (let count = 0; count < sizes.sel; count++) {
    const chosen = await select<Sixteen>(
      // prettier-ignore
      { a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p } as unknown as Sixteen,
    );
    sum += chosen.value ?? 0;
  }
  return sum;
}

async function c16Prepared(): Promise<number> {
  const all = make(16);
  send(all);
  const next = select.prepare(
    Object.fromEntries(all.map((channel, i) => [`c${i}`, channel])),
  );
  let sum = 0;
  for (let i = 0; i < sizes.sel; i++) sum += (await next()).value ?? 0;
  return sum;
}

async function d(): Promise<number> {
  const channel = new Channel<number>();
  const [producers, each] = sizes.fan;
  for (let producer = 0; producer < producers; producer++) {
    go(async () => {
      for (let i = 0; i < each; i++) await channel.send(producer * each + i);
    });
  }
  let sum = 0;
  for (let i = 0; i < producers * each; i++) {
    sum += (await channel.receive()) ?? 0;
  }
  return sum;
}

async function count(channel: Channel<number>): Promise<void> {
  for (let i = 2; ; i++) await channel.send(i);
}

async function filter(
  source: Channel<number>,
  rest: Channel<number>,
  prime: number,
): Promise<void> {
  for (;;) {
    const value = (await source.receive()) ?? 0;
    if (value % prime !== 0) await rest.send(value);
  }
}

async function e(): Promise<number> {
  let channel = new Channel<number>();
  go(count, channel);
  let prime = 0;
  for (let i = 0; i < sizes.primes; i++) {
    prime = (await channel.receive()) ?? 0;
    const rest = new Channel<number>();
    go(filter, channel, rest, prime);
    channel = rest;
  }
  return prime;
}

/** Each as a program that resolves with its checksum. */
export const ours: Record<string, Workload> = Object.fromEntries(
  Object.entries({ a, aTry, b, bTry, c2, c16, c16Prepared, d, e }).map(
    ([name, body]) => [name, async () => (await run(body)).value ?? 0],
  ),
);
