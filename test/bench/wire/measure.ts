// The servers, and one repetition of what is measured of them.

import { join } from "node:path";
import { listen } from "../chat/generate.ts";
import {
  chooseCores,
  generate,
  type Server,
  start as startOn,
} from "../processes.ts";
import type { Figures, Order } from "./echo.ts";
import type { Repetition } from "./table.ts";

export interface Subject {
  name: string;
  command: readonly string[];
  /** Bare sockets frame nothing, so they have no echo. */
  canEcho: boolean;
}

const here = import.meta.dirname;
const cores = chooseCores();

export const subjects: readonly Subject[] = [
  {
    name: "rendezvous",
    command: ["--import", "tsx", join(here, "server.ts")],
    canEcho: true,
  },
  { name: "ws", command: [join(here, "peers/ws.js")], canEcho: true },
  {
    name: "net",
    command: [join(here, "../chat/peers/net.js")],
    canEcho: false,
  },
];

/** Who hears a broadcast. */
export const clients = 1_000;

const echoTurns = { turnMs: 150, turns: 5 };
const broadcasts = { clients, seconds: 1, rate: 0, burst: 0 };

function start({ command }: Subject): Promise<Server> {
  return startOn([process.execPath, ...command], cores?.[0]);
}

/** The servers stand side by side, and one generator talks to each in turn. */
export async function measureEcho(
  chosen: readonly Subject[],
): Promise<Repetition> {
  const servers = new Map<string, Server>();
  for (const subject of chosen.filter(({ canEcho }) => canEcho)) {
    servers.set(subject.name, await start(subject));
  }
  if (servers.size === 0) return new Map();
  const order: Order = {
    ...echoTurns,
    servers: [...servers].map(([name, { port, pid }]) => ({ name, port, pid })),
  };
  const file = join(here, "echo.ts");
  const figures = (await generate(file, order, cores?.[1])) as Figures;
  for (const { stop } of servers.values()) await stop();
  return new Map(Object.entries(figures));
}

/** The clients of the chat's benchmark: each looks at every message. */
export async function measureBroadcast(
  chosen: readonly Subject[],
): Promise<Repetition> {
  const one: Record<string, number> = {};
  const several: Record<string, number> = {};
  for (const subject of chosen) {
    const { port, pid, stop } = await start(subject);
    const order = { ...broadcasts, port, pid, dialect: "plain" } as const;
    const figures = await listen(order, cores?.[1]);
    await stop();
    one[subject.name] = figures["one"]?.value ?? NaN;
    several[subject.name] = figures["saturated"]?.value ?? NaN;
  }
  return new Map([
    ["broadcast, one in flight", one],
    ["broadcast, 32 in flight", several],
  ]);
}
