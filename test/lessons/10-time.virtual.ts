import { expect } from "vitest";
import { type Outcome, run, type RunOptions } from "rendezvous";

/** How `body` ends on the virtual clock. */
export function ends<T>(
  body: () => T | Promise<T>,
  options: RunOptions = {},
): Promise<Outcome<T>> {
  return run(body, { clock: "virtual", seed: 10, ...options });
}

/** What `body` returns, on the virtual clock; a failed test if it does not. */
export async function passes<T>(
  body: () => T | Promise<T>,
  options: RunOptions = {},
): Promise<T> {
  const { kind, report, value } = await ends(body, options);
  expect({ kind, report }).toEqual({ kind: "returned", report: "" });
  return value as T;
}
