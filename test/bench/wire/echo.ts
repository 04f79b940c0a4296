// The generator of the echo: in short turns it talks to one server after the
// other, so that what slows the machine slows them all. A process of its own;
// takes its order as JSON, prints figures as JSON.

import { processorMs } from "../server-process.ts";
import { EchoClient } from "./echo-client.ts";
import { type Load, loads, prepare } from "./loads.ts";

export interface Order {
  servers: { name: string; port: number; pid: number }[];
  /** How long a turn takes, and how many each server has. */
  turnMs: number;
  turns: number;
}

/**
 * Microseconds for each message, by load: those of the server's process on a core
 * by its name, and those that went by as `NAME wall`.
 */
export type Figures = Record<string, Record<string, number>>;

const order = JSON.parse(process.argv[2] ?? "") as Order;

interface Speaker {
  name: string;
  pid: number;
  client: EchoClient;
  messages: number;
  processorMs: number;
  wallMs: number;
}

async function measure(load: Load): Promise<Record<string, number>> {
  const script = prepare(load);
  const speakers: Speaker[] = [];
  for (const { name, port, pid } of order.servers) {
    const client = await EchoClient.open(port, script);
    await client.talk(load.window, order.turnMs); // not counted: the first turn
    const none = { messages: 0, processorMs: 0, wallMs: 0 };
    speakers.push({ name, pid, client, ...none });
  }
  for (let turn = 0; turn < order.turns; turn++) {
    for (const speaker of speakers) await takeTurn(speaker, load.window);
    speakers.reverse(); // so that none is always the first
  }
  for (const { client } of speakers) client.hangUp();
  return Object.assign({}, ...speakers.map(summary)) as Record<string, number>;
}

async function takeTurn(speaker: Speaker, window: number): Promise<void> {
  const start = performance.now();
  const before = processorMs(speaker.pid);
  speaker.messages += await speaker.client.talk(window, order.turnMs);
  speaker.processorMs += processorMs(speaker.pid) - before;
  speaker.wallMs += performance.now() - start;
}

function summary(speaker: Speaker): Record<string, number> {
  const { name, messages, processorMs, wallMs } = speaker;
  return {
    [name]: (processorMs * 1000) / messages,
    [`${name} wall`]: (wallMs * 1000) / messages,
  };
}

// What has run for a second only is not compiled yet, and the first load would be
// the one to pay for it.
async function warmUp(): Promise<void> {
  for (const load of loads) {
    const script = prepare(load);
    for (const { port } of order.servers) {
      const client = await EchoClient.open(port, script);
      await client.talk(load.window, order.turnMs);
      client.hangUp();
    }
  }
}

async function main(): Promise<Figures> {
  await warmUp();
  const figures: Figures = {};
  for (const load of loads) figures[load.name] = await measure(load);
  return figures;
}

const result = await main().catch((error: Error) => ({ error: error.message }));
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
