// What Linux says about a process.

import { readdirSync, readFileSync } from "node:fs";

/**
 * Milliseconds that process `pid` has been on a core, in user and in system: its
 * threads together, each of them to the nanosecond.
 */
export function processorMs(pid: number): number {
  const nanos = threadsOf(pid).map((thread) => {
    const [onCore] = read(`/proc/${pid}/task/${thread}/schedstat`).split(" ");
    return Number(onCore);
  });
  return nanos.reduce((sum, each) => sum + each, 0) / 1e6;
}

/** Bytes of `pid` that are in memory. */
export function residentBytes(pid: number): number {
  const text = read(`/proc/${pid}/status`);
  return Number(/VmRSS:\s+(\d+) kB/.exec(text)?.[1]) * 1024;
}

const spareFiles = 50; // beside the clients: pipes, the program itself

/** Why this process cannot open `clients` sockets, if it cannot. */
export function filesProblem(clients: number): string | undefined {
  const text = read("/proc/self/limits");
  const soft = /Max open files\s+(\S+)/.exec(text)?.[1];
  if (soft === "unlimited" || clients + spareFiles <= Number(soft)) {
    return undefined;
  }
  return (
    `${clients.toLocaleString("en")} clients cannot be opened, because a ` +
    `process may have ${soft} files open here (ulimit -n).`
  );
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

function threadsOf(pid: number): string[] {
  return orEnded(() => readdirSync(`/proc/${pid}/task`));
}

function read(file: string): string {
  return orEnded(() => readFileSync(file, "latin1"));
}

function orEnded<Value>(look: () => Value): Value {
  try {
    return look();
  } catch {
    throw new Error("the process that was measured has ended");
  }
}
