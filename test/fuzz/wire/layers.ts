// The layers of the wire that are tried, each with what it is sent and with what
// must be true of every input. One answer that differs is a finding.

import fc from "fast-check";
import { attempt } from "./attempt.ts";
import { ask, checkReply } from "./handshakes.ts";
import { mostBytes, unfinished, weigh } from "./held.ts";
import { type Input, inputs } from "./inputs.ts";
import { check, mostMs, send } from "./memory.ts";
import type { Verdict } from "./oracle.ts";
import { requests } from "./requests.ts";
import { Sockets } from "./sockets.ts";
import type { Tally } from "./tally.ts";

export const layerNames = ["frames", "handshakes", "sockets", "held"] as const;
export type LayerName = (typeof layerNames)[number];

/** Which inputs: the same seed makes the same ones. */
export interface Plan {
  seed: number;
  runs: number;
  /** One input of them alone, as a finding names it. */
  path?: string;
}

export interface Finding {
  why: string;
  /** The smallest input that was found, in words and hex. */
  input: string[];
  path: string;
  /** How many runs it took. */
  runs: number;
}

type Layer = (plan: Plan, tally: Tally) => Promise<Finding | undefined>;

export const layers: Record<LayerName, Layer> = {
  frames: (plan, tally) => {
    const all = fc.oneof(inputs("server"), inputs("client"));
    const trial = async (input: Input) => {
      const outcome = await send(input);
      tally.count("frames", endOf(check(input, outcome)), outcome.ms);
    };
    return find(all, trial, showInput, plan);
  },

  handshakes: (plan, tally) =>
    find(
      requests,
      async (request) => {
        const reply = await ask(request);
        tally.count("handshakes", checkReply(request, reply), reply.ms);
      },
      ({ text, chunk }) => [
        `in chunks of ${chunk}`,
        `latin1 ${JSON.stringify(text)}`,
      ],
      plan,
    ),

  sockets: async (plan, tally) => {
    const sockets = new Sockets();
    const witness = await sockets.open();
    const trial = async (input: Input) => {
      const outcome = await sockets.send(input);
      tally.count("sockets", endOf(check(input, outcome)), outcome.ms);
    };
    const several = fc.array(inputs("server"), {
      minLength: 1,
      maxLength: 8,
      size: "max",
    });
    try {
      return await find(
        several,
        async (batch) => {
          await Promise.all(batch.map(trial));
          if (witness.worstMs > mostMs)
            throw new Error(`an echo beside took ${witness.worstMs} ms`);
        },
        (batch) => batch.flatMap(showInput),
        plan,
      );
    } finally {
      await witness.leave();
      tally.witnessMs = Math.max(tally.witnessMs, witness.worstMs);
      sockets.close();
    }
  },

  held: (plan, tally) =>
    find(
      unfinished,
      async (peer) => {
        const bytes = await weigh(peer);
        if (bytes > mostBytes(peer))
          throw new Error(`holds ${bytes} bytes, not ${mostBytes(peer)}`);
        tally.count("held", "nothing yet", 0);
        tally.mostHeldBytes = Math.max(tally.mostHeldBytes, bytes);
      },
      (peer) => [JSON.stringify(peer)],
      plan,
    ),
};

async function find<T>(
  all: fc.Arbitrary<T>,
  trial: (input: T) => Promise<void>,
  show: (input: T) => string[],
  { seed, runs, path }: Plan,
): Promise<Finding | undefined> {
  const property = fc.asyncProperty(all, (input) =>
    attempt(() => trial(input)),
  );
  const replay = path === undefined ? {} : { path };
  const result = await fc.check(property, { seed, numRuns: runs, ...replay });
  if (!result.failed) return undefined;
  const [input] = result.counterexample ?? [];
  const { errorInstance: error, counterexamplePath } = result;
  return {
    why: error instanceof Error ? error.message : String(error),
    input: input === undefined ? [] : show(input),
    path: counterexamplePath ?? "",
    runs: result.numRuns,
  };
}

function endOf({ fault, told }: Verdict): string {
  if (fault) return `${fault}`;
  return told === 1006 ? "no close yet" : "a close, answered";
}

function showInput(input: Input): string[] {
  const { bytes, cuts, ...rules } = input;
  return [
    JSON.stringify(rules),
    `cut at ${cuts.slice(1, -1).join(" ")}`,
    `hex ${Buffer.from(bytes).toString("hex")}`,
  ];
}
