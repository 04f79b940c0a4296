// Bytes per goroutine that waits in a receive, a hundred thousand of them; and how
// long as many waiters of one channel take to be served. Prints a line of JSON.

import { adapters } from "./promise-peers.js";

const [subject = "", mode = ""] = process.argv.slice(2);
const count = 100_000;

function heap() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 20));

/** Resolves when all goroutines have begun, and so wait. */
async function begun(started) {
  while (started() < count) await turn();
  await turn();
}
const none = { make: () => ({ waiter: undefined }), recv: park };

function park(channel) {
  return new Promise((resolve) => {
    channel.waiter = { next: channel.waiter, resolve };
  });
}

async function bytes({ make, recv, recvRaw = recv }, start) {
  const shared = make(0);
  const keep = [shared];
  let started = 0;
  let woken = 0;
  const goroutine = async (channel) => {
    started++;
    await recvRaw(channel);
    woken++;
  };
  await turn();
  const before = heap();
  for (let i = 0; i < count; i++) {
    const channel = mode === "own" ? make(0) : shared;
    if (mode === "own") keep.push(channel);
    start(goroutine, channel);
  }
  await begun(() => started);
  const after = heap();
  if (woken > 0) throw new Error(`expected all to wait, but ${woken} did not`);
  return { bytes: Math.round((after - before) / count), kept: keep.length };
}

async function waiters({ make, recv, send }, start) {
  const channel = make(0);
  let started = 0;
  let served = 0;
  for (let i = 0; i < count; i++) {
    start(async () => {
      started++;
      await recv(channel);
      served++;
    });
  }
  await begun(() => started);
  const begin = performance.now();
  for (let i = 0; i < count; i++) await send(channel, i);
  const ms = performance.now() - begin;
  while (served < count) await turn();
  if (served !== count) throw new Error(`expected ${count}, got ${served}`);
  return { ms };
}

const call = (body, ...args) => void body(...args);
const measure = mode === "waiters" ? waiters : bytes;

async function main() {
  if (subject === "floor") return measure(none, call);
  if (subject !== "rendezvous") return measure(await adapters[subject](), call);
  const { Channel, go, run } = await import("rendezvous");
  const rendezvous = {
    make: () => new Channel(),
    recv: (channel) => channel.receive(),
    send: (channel, value) => channel.send(value),
  };
  const outcome = await run(() => measure(rendezvous, go));
  return outcome.value ?? { error: outcome.report };
}

const alive = setInterval(() => undefined, 1e6);
const result = await main().catch((error) => ({
  error: String(error).slice(0, 120),
}));
clearInterval(alive);
console.log(JSON.stringify(result));
process.exit(0);
