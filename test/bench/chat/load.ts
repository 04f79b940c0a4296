// The generator: opens the clients, lets them talk, and measures what it costs the
// server. A process of its own; takes its order as JSON, prints figures as JSON.

import { setTimeout as sleep } from "node:timers/promises";
import { processorMs, residentBytes } from "../server-process.ts";
import { Client } from "./client.ts";
import { type DialectName, dialects } from "./dialects.ts";
import { write } from "./messages.ts";
import { Tally } from "./tally.ts";

export interface Order {
  port: number;
  /** The server's process. */
  pid: number;
  dialect: DialectName;
  clients: number;
  /** How long each figure is measured. */
  seconds: number;
  /** Broadcasts a second for the latency, or 0 for none. */
  rate: number;
  /** Messages to send at once from one client: then nothing else is measured. */
  burst: number;
}

/** What was measured of one thing. */
export interface Figure {
  /** Missing if nothing came that one could measure. */
  value?: number;
  /** Percent of what was owed that never came. */
  lost?: number;
  /** Connections that the server closed. */
  closed?: number;
  perSecond?: number;
  /** How much of a core the server and the generator took, 1 for all of it. */
  server?: number;
  generator?: number;
}

export type Figures = Record<string, Figure>;

const order = JSON.parse(process.argv[2] ?? "") as Order;
const senders = order.burst > 0 ? 1 : 16;
const opensAtOnce = 128;
const saturation = 32; // messages in flight
const silenceMs = 2_000; // after it, what has not come is lost
const warmUpMs = 700;
const idleMs = 1_500;

const tally = new Tally(order.clients, senders);
const dialect = dialects[order.dialect](tally);
let wantedInFlight = 0;

const clients = Array.from(
  { length: order.clients },
  (_, index) =>
    new Client(index, order.port, dialect, {
      onread: pump,
      onclose: leave,
    }),
);

/** Sends as long as fewer messages are in flight than are wanted. */
function pump(): void {
  const { live } = tally;
  while (live > 0 && tally.inFlight + live <= wantedInFlight * live) send();
}

function leave({ index }: Client): void {
  tally.close(index);
  pump(); // perhaps all waited for this one
}

function send(): void {
  const sender = senderOf(tally.sent);
  const text = dialect.wrap(write(tally.sent));
  tally.send(performance.now());
  sender?.send(text);
}

/** The senders are spread over all clients; for one that has gone, the next. */
function senderOf(message: number): Client | undefined {
  const index = Math.floor(((message % senders) * order.clients) / senders);
  if (clients[index]?.isReady) return clients[index];
  return clients.find(({ isReady }) => isReady);
}

async function open(): Promise<void> {
  const waiting = clients.values();
  const openOne = async () => {
    for (const client of waiting) await client.connect();
  };
  await Promise.all(Array.from({ length: opensAtOnce }, openOne));
}

/** Resolves when nothing is in flight, or nothing has come for a while. */
async function drain(): Promise<void> {
  let before = -1;
  for (let silence = 0; tally.inFlight > 0; silence += 50) {
    if (tally.settled !== before) silence = 0;
    if (silence >= silenceMs) return tally.giveUp();
    before = tally.settled;
    await sleep(50);
  }
}

/** Lets go on what waits for messages that have been lost. */
function watch(): NodeJS.Timeout {
  let before = -1;
  return setInterval(() => {
    if (tally.settled === before) tally.giveUp();
    before = tally.settled;
    pump();
  }, silenceMs);
}

function reading() {
  return {
    at: performance.now(),
    delivered: tally.delivered,
    server: processorMs(order.pid),
    generator: process.cpuUsage(),
  };
}

/** What a delivery costs the server with `inFlight` messages in flight. */
async function measure(inFlight: number): Promise<Figure> {
  const { owed, lost } = tally;
  wantedInFlight = inFlight;
  pump();
  const watching = watch();
  await sleep(warmUpMs);
  const before = reading();
  await sleep(order.seconds * 1000);
  const after = reading();
  const figure = compare(before, after);
  wantedInFlight = 0;
  await drain();
  clearInterval(watching);
  return { ...figure, ...faults(owed, lost) };
}

type Reading = ReturnType<typeof reading>;

function compare(before: Reading, after: Reading): Figure {
  const ms = after.at - before.at;
  const delivered = after.delivered - before.delivered;
  const serverMs = after.server - before.server;
  const user = after.generator.user - before.generator.user;
  const system = after.generator.system - before.generator.system;
  return {
    ...(delivered > 0 && { value: (serverMs * 1000) / delivered }),
    perSecond: (delivered * 1000) / ms,
    server: serverMs / ms,
    generator: (user + system) / 1000 / ms,
  };
}

function faults(owed: number, lost: number) {
  const percent = (100 * (tally.lost - lost)) / (tally.owed - owed);
  return { lost: percent, closed: tally.closed };
}

async function measureLatency(): Promise<Figures> {
  const { owed, lost } = tally;
  // Few broadcasts fit into a second, so it takes twice as long.
  const count = 2 * order.seconds * order.rate;
  tally.startTiming(count * order.clients);
  for (let i = 0; i < count; i++) {
    send();
    await sleep(1000 / order.rate);
  }
  await drain();
  const timed = tally.stopTiming();
  const at = (share: number): Figure => {
    const value = timed[Math.floor(timed.length * share)];
    return { ...(value !== undefined && { value }), ...faults(owed, lost) };
  };
  return { p50: at(0.5), p99: at(0.99) };
}

/** One client sends all at once, and everybody, itself too, reads. */
async function measureBurst(): Promise<Figures> {
  const texts = Array.from({ length: order.burst }, (_, i) => {
    return dialect.wrap(write(i));
  });
  const start = performance.now();
  for (let i = 0; i < texts.length; i++) tally.send(start);
  clients[0]?.sendTogether(texts);
  await drain();
  const { lost, closed } = faults(0, 0);
  return { burst: { value: lost, closed } };
}

async function measureAll(): Promise<Figures> {
  const empty = residentBytes(order.pid);
  await open();
  if (order.burst > 0) return measureBurst();
  await sleep(idleMs);
  const memory = (residentBytes(order.pid) - empty) / order.clients;
  const one = await measure(1);
  const latency = order.rate > 0 ? await measureLatency() : {};
  const saturated = await measure(saturation);
  return { memory: { value: memory }, one, ...latency, saturated };
}

/** A figure is none unless each byte of each delivery was right. */
async function main(): Promise<Figures> {
  const figures = await measureAll();
  if (tally.live === 0) throw new Error("the server closed every connection");
  if (tally.wrong === 0) return figures;
  throw new Error(`frames that were wrong or out of order: ${tally.wrong}`);
}

const result = await main().catch((error: Error) => ({ error: error.message }));
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
