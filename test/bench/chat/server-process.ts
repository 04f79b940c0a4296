// What Linux says about a process.

import { readFileSync } from "node:fs";

const ticksPerSecond = 100; // of every Linux that Node runs on

/** Milliseconds that process `pid` has been on a core, in user and in system. */
export function processorMs(pid: number): number {
  const text = read(`/proc/${pid}/stat`);
  // The name, in brackets, may hold a blank; the fields after it hold none.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  return (ticks * 1000) / ticksPerSecond;
}

/** Bytes of `pid` that are in memory. */
export function residentBytes(pid: number): number {
  const text = read(`/proc/${pid}/status`);
  return Number(/VmRSS:\s+(\d+) kB/.exec(text)?.[1]) * 1024;
}

/** How many files this process may have open. */
export function openFilesLimit(): number {
  const text = read("/proc/self/limits");
  const soft = /Max open files\s+(\S+)/.exec(text)?.[1];
  return soft === "unlimited" ? Infinity : Number(soft);
}

/** The cores that this process may use, the first and the last: `0` and `1`. */
export function twoCores(): [string, string] | undefined {
  const text = read("/proc/self/status");
  const list = /Cpus_allowed_list:\s+(\S+)/.exec(text)?.[1] ?? "";
  const numbers = list.match(/\d+/g) ?? [];
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return first === last ? undefined : [first, last];
}

function read(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    throw new Error("the process that was measured has ended");
  }
}
