// One subject, one workload, one process: prints a line of JSON. The floor (as
// many awaits of a settled promise as the workload has operations) is measured in
// turn with the subject, so that a machine that slows down slows both.

import { readFileSync } from "node:fs";
import { generators } from "./generator-peers.js";
import { adapters } from "./promise-peers.js";
import { awaits, expected, floor, promiseWorkloads } from "./workloads.js";

const [subject = "", workload = "", repetitions = "5"] = process.argv.slice(2);

// A shared machine's wall clock tells of the neighbours. Linux knows how long the
// main thread itself was on a core.
const schedule = `/proc/self/task/${process.pid}/schedstat`;
const hasSchedule = process.platform === "linux";

function now() {
  if (!hasSchedule) return performance.now();
  return Number(readFileSync(schedule, "utf8").split(" ")[0]) / 1e6;
}

async function time(body) {
  globalThis.gc?.();
  const start = now();
  const result = await body();
  return [now() - start, result];
}

function median(numbers) {
  const sorted = [...numbers].sort((x, y) => x - y);
  return sorted[sorted.length >> 1] ?? NaN;
}

async function find() {
  if (subject === "rendezvous") {
    const { ours } = await import("./ours.ts");
    return ours[workload];
  }
  const generator = await generators[subject]?.();
  if (generator) return generator[workload];
  const adapter = await adapters[subject]?.();
  const body = promiseWorkloads[workload];
  const isSelect = workload.startsWith("c");
  if (!adapter || !body || (isSelect && !adapter.selector)) return undefined;
  return () => body(adapter);
}

const tooSlowMs = 8_000;

async function measure() {
  const base = workload.replace(/Try|Prepared/, "");
  const body = await find();
  if (!body) return { ms: null };
  const times = [];
  const ratios = [];
  for (let i = 0; i <= Number(repetitions); i++) {
    const [floorMs] = await time(() => floor(awaits[base]));
    const [ms, checksum] = await time(body);
    if (checksum !== expected[base]) {
      throw new Error(`expected ${expected[base]}, got ${checksum}`);
    }
    const isSlow = i === 0 && ms > tooSlowMs;
    if (i > 0 || isSlow) {
      times.push(ms);
      ratios.push(ms / floorMs);
    }
    if (isSlow) break;
  }
  return { ms: median(times), ratio: median(ratios) };
}

const alive = setInterval(() => undefined, 1e6);
const result = await measure().catch((error) => ({
  ms: null,
  error: String(error).slice(0, 120),
}));
clearInterval(alive);
console.log(JSON.stringify(result));
process.exit(0);
