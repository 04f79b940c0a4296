// A conversation: who says what and when, had over a wire in one of the ways, and
// what it cost.

import { createServer } from "node:http";
import { Clock } from "./clock.ts";
import type { Hear, Say, Side, Way } from "./way.ts";
import { type Passage, type Weight, Wire } from "./wire.ts";

export interface Saying {
  atMs: number;
  by: Side;
  /** A line, and not a longer one than the shortest kind of frame can carry. */
  message: string;
}

export interface Conversation extends Weight {
  requests: number;
  /** What each side heard from the other, and when. */
  heard: Record<Side, { atMs: number; message: string }[]>;
  passages: Passage[];
}

export interface Setting {
  /** How long both stay, from the first byte on. */
  lengthMs: number;
  /** How long a byte is on its way. */
  tripMs: number;
}

// #region converse
/**
 * Lets both sides say their `sayings`, and counts until the time is over. Rejects
 * if one is no line, and if the way fails.
 */
export async function converse(
  way: Way,
  sayings: readonly Saying[],
  { lengthMs, tripMs }: Setting,
): Promise<Conversation> {
  const clock = new Clock();
  const server = createServer();
  const wire = new Wire(server, clock, tripMs);
  let requests = 0;
  server.on("request", () => requests++).on("upgrade", () => requests++);
  await wire.open();

  const heard: Conversation["heard"] = { client: [], server: [] };
  const ear = (side: Side): Hear => {
    return (message) => heard[side].push({ atMs: clock.nowMs, message });
  };
  const say: Record<Side, Say> = {
    server: way.serve(server, ear("server")),
    client: way.join(wire, ear("client")),
  };
  for (const { atMs, by, message } of sayings) {
    clock.at(atMs, () => say[by](line(message)));
  }
  try {
    await Promise.race([clock.run(lengthMs, wire), wire.failed]);
    return { ...wire.weigh(), requests, heard, passages: wire.passages };
  } finally {
    await wire.cut();
  }
}
// #endregion converse

function line(message: string): string {
  if (!/[\r\n]/.test(message)) return message;
  throw new RangeError(`expected one line, got ${JSON.stringify(message)}`);
}

/** How long each message to `side` took from being said to being heard. */
export function latenciesMs(
  sayings: readonly Saying[],
  { heard }: Conversation,
  side: Side,
): number[] {
  const said = sayings.filter(({ by }) => by !== side);
  return heard[side].map(({ atMs }, at) => atMs - (said[at]?.atMs ?? atMs));
}
