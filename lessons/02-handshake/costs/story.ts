// What the page shows: one conversation and what it costs in each of the ways; and
// one short scene, drawn as what passes the wire.

import {
  type Conversation,
  converse,
  latenciesMs,
  type Saying,
  type Setting,
} from "./conversation.ts";
import { draw } from "./drawing.ts";
import { longPolling } from "./long-polling.ts";
import { polling } from "./polling.ts";
import { serverSentEvents } from "./server-sent-events.ts";
import type { Way } from "./way.ts";
import { webSocket } from "./websocket.ts";

const tripMs = 50;

// #region talk
/**
 * A minute of talk, half of it silence. The server speaks at moments at which
 * polling every second takes its mean time, which six at random would miss.
 */
export const talk: readonly Saying[] = [
  { atMs: 1_470, by: "server", message: "welcome, the kettle is on" },
  { atMs: 3_150, by: "client", message: "is anybody there?" },
  { atMs: 6_530, by: "server", message: "I am" },
  { atMs: 6_560, by: "server", message: "and the tea is ready" },
  { atMs: 9_250, by: "client", message: "green tea?" },
  { atMs: 13_830, by: "server", message: "green, as always" },
  { atMs: 15_400, by: "client", message: "I can smell it from here" },
  { atMs: 38_710, by: "server", message: "it is getting cold" },
  { atMs: 41_200, by: "client", message: "I am on my way" },
  { atMs: 41_230, by: "client", message: "do not drink mine" },
  { atMs: 44_200, by: "server", message: "too late" },
  { atMs: 46_350, by: "client", message: "there is cake, though" },
];
const minute: Setting = { lengthMs: 59_999, tripMs };
// #endregion talk

/** The ways of the page, in its order. */
export const ways = {
  polling: polling(1_000),
  "long-polling": longPolling,
  events: serverSentEvents,
  websocket: webSocket,
} satisfies Record<string, Way>;

const heads = [
  "                              round  bytes  bytes  bytes  to client ms  server",
  "                    requests  trips     up   down   each   mean  worst   worst",
];

/** The talk, by each of `some` ways, as a line of a table. */
export async function tabulate(some: readonly Way[]): Promise<string[]> {
  const rows = some.map(async (way) => {
    return row(way, await converse(way, talk, minute));
  });
  return [...heads, ...(await Promise.all(rows))];
}

function row({ name }: Way, costs: Conversation): string {
  const { requests, connections, upBytes, downBytes } = costs;
  const toClient = latenciesMs(talk, costs, "client");
  const toServer = latenciesMs(talk, costs, "server");
  const cells = [
    name,
    requests,
    requests + connections,
    upBytes,
    downBytes,
    Math.round((upBytes + downBytes) / talk.length),
    Math.round(mean(toClient)),
    Math.max(...toClient),
    Math.max(...toServer),
  ];
  return cells.map(toWidth).join("");
}

const widths = [21, 7, 7, 7, 7, 7, 7, 7, 8];

function toWidth(cell: string | number, at: number): string {
  const width = widths[at] ?? 0;
  return at === 0 ? String(cell).padEnd(width) : String(cell).padStart(width);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

// Longer, and a minute would end before everything has been heard.
const mostMs = 10_000;

/**
 * The same for polling alone, once for each of `words`: intervals, in whole
 * milliseconds.
 */
export async function tabulatePolling(
  words: readonly string[],
): Promise<string[]> {
  const isFine = (word: string) => /^\d+$/.test(word) && +word <= mostMs;
  const wrong = words.find((word) => !isFine(word));
  if (wrong === undefined) return tabulate(words.map(Number).map(polling));
  throw new RangeError(
    `expected whole milliseconds from 0 to ${mostMs}, got "${wrong}"`,
  );
}

// #region scene
const scene: readonly Saying[] = [
  { atMs: 1_400, by: "server", message: "tea?" },
  { atMs: 1_420, by: "server", message: "or cake?" },
  { atMs: 2_300, by: "client", message: "both" },
];
// #endregion scene

/** The scene in the way of this name: who does what when, a line each. */
export async function play(name: string): Promise<string[]> {
  const way = new Map<string, Way>(Object.entries(ways)).get(name);
  const names = Object.keys(ways).join(", ");
  if (!way) throw new RangeError(`expected one of ${names}, got "${name}"`);
  return draw(scene, await converse(way, scene, { lengthMs: 2_500, tripMs }));
}
