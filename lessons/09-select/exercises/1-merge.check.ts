import assert from "node:assert/strict";
import { Channel, go, run, type TraceEvent } from "rendezvous";

type Attempt = typeof import("./1-merge.solution.ts");

const stories = [
  { one: ["a", "b", "c"], other: ["x"] },
  { one: [], other: ["x", "y", "z", "w"] },
  { one: ["a", "b"], other: [] },
  { one: [], other: [] },
];

export default async function check({ merge }: Attempt): Promise<void> {
  for (const { one, other } of stories) {
    for (let seed = 0; seed < 5; seed++) {
      await checkMerge(one, other, seed, merge);
    }
  }
}

async function checkMerge(
  one: readonly string[],
  other: readonly string[],
  seed: number,
  merge: Attempt["merge"],
): Promise<void> {
  let selects = 0;
  const observer = ({ kind }: TraceEvent): void => {
    if (kind === "select") selects++;
  };
  const merged: string[] = [];
  const { kind, report } = await run(
    async () => {
      const out = new Channel<string>();
      go(merge<string>, source(one), source(other), out);
      for await (const value of out) merged.push(value);
    },
    { clock: "virtual", maxPolls: 1_000, seed, observer },
  );

  const what = `one sends [${one.join(" ")}] and other [${other.join(" ")}]`;
  assert.ok(
    kind === "returned",
    `${what}: out should be closed at the end, got ${report.split("\n")[0]}`,
  );
  const expected = [...one, ...other].sort().join(" ");
  const found = merged.toSorted().join(" ");
  assert.ok(
    found === expected,
    `${what}: [${expected}] should come out, got [${found}]`,
  );
  const enough = one.length + other.length + 2; // and the two ends
  assert.ok(
    selects <= enough,
    `${what}: ${enough} selects should be enough, got ${selects}: a channel that has ended should be heard once`,
  );
}

function source(values: readonly string[]): Channel<string> {
  const channel = new Channel<string>();
  go(async () => {
    for (const value of values) await channel.send(value);
    channel.close();
  });
  return channel;
}
