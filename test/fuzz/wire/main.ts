// npm run fuzz wire -- [--budget 60s | --runs 200000] [--seed N]
//
// Sends random input to every layer of the wire until the time or the number is
// spent, and compares what comes of it with the oracle. The seed that is printed
// repeats it; a finding prints the command that repeats it alone.

import { parseArgs } from "node:util";
import { catchCrashes } from "./attempt.ts";
import { type Finding, type LayerName, layerNames, layers } from "./layers.ts";
import { Tally } from "./tally.ts";
import { Watchdog } from "./watchdog.ts";

/** Runs of each layer in one round. */
const round: Record<LayerName, number> = {
  frames: 3_000,
  handshakes: 600,
  sockets: 30, // of up to eight inputs at once
  held: 1, // of fifty peers
};

interface Wish {
  budgetMs: number;
  /** Inputs. */
  most: number;
  seed: number;
  /** The layers to try. */
  names: readonly LayerName[];
  /** One input alone. */
  path: string | undefined;
}

export async function main(words: readonly string[]): Promise<void> {
  const wish = read(words);
  const tally = new Tally();
  const end = performance.now() + wish.budgetMs;
  let isStopped = false;
  process.on("SIGINT", () => (isStopped = true));
  catchCrashes();

  console.log(`seed ${wish.seed}`);
  const finding = await search(wish, tally, () => {
    const isSpent = performance.now() > end || tally.inputs >= wish.most;
    return isStopped || isSpent;
  });
  for (const line of [...tally.lines(), ...finding]) console.log(line);
  if (isStopped) console.log("stopped before the end");
  process.exit(finding.length > 0 ? 1 : 0);
}

/** Round after round; the lines of the first finding, or none at the end. */
async function search(
  { seed, names, path }: Wish,
  tally: Tally,
  isOver: () => boolean,
): Promise<string[]> {
  const dog = new Watchdog();
  for (let at = 0; !isOver() && !(path && at > 0); at++) {
    for (const name of names) {
      if (isOver()) break;
      const plan = { seed: seedOf(seed, at), runs: round[name] };
      const repeat = `npm run fuzz wire -- --only ${name} --seed ${plan.seed}`;
      dog.watch(`an input stands still: ${repeat}`);
      const before = tally.inputs;
      const replay = { ...plan, ...(path && { path }) };
      const found = await layers[name](replay, tally);
      if (found) return tell(found, `${name}, after ${before} inputs`, repeat);
    }
  }
  await dog.end();
  return [];
}

function tell(finding: Finding, where: string, repeat: string): string[] {
  const { why, input, path, runs } = finding;
  const again = `repeat it: ${repeat} --path ${path}`;
  return [`found in ${where} and ${runs} more: ${why}`, ...input, again];
}

/** The seed of a round; that of the first is the one that was asked for. */
function seedOf(seed: number, at: number): number {
  return at === 0 ? seed : Math.imul(seed + at * 0x9e37_79b9, 0x85eb_ca6b);
}

function read(words: readonly string[]): Wish {
  const { values } = parseArgs({
    args: [...words],
    options: {
      budget: { type: "string" },
      runs: { type: "string" },
      seed: { type: "string" },
      only: { type: "string" },
      path: { type: "string" },
    },
  });
  const { budget, runs, seed, only, path } = values;
  const usual = runs === undefined ? "30s" : undefined;
  return {
    budgetMs: readMs(budget ?? usual),
    most: runs === undefined ? Infinity : readNumber("runs", runs),
    seed: seed === undefined ? anySeed() : readNumber("seed", seed),
    names: only === undefined ? layerNames : [readLayer(only)],
    path,
  };
}

function anySeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}

function readNumber(name: string, text: string): number {
  if (/^-?\d{1,10}$/.test(text)) return Number(text);
  throw new RangeError(`expected --${name} to be a number, got "${text}"`);
}

/** Milliseconds; without a budget, no end. */
function readMs(text: string | undefined): number {
  if (text === undefined) return Infinity;
  const [, count, unit] = /^(\d{1,6})(s|m|h)$/.exec(text) ?? [];
  const seconds = { s: 1, m: 60, h: 3_600 }[unit ?? ""];
  if (seconds) return Number(count) * seconds * 1_000;
  throw new RangeError(`expected a --budget such as 60s or 5m, got "${text}"`);
}

function readLayer(text: string): LayerName {
  const name = layerNames.find((name) => name === text);
  if (name) return name;
  const all = layerNames.join(", ");
  throw new RangeError(`expected --only to be one of ${all}, got "${text}"`);
}
