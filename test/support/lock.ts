// Several test files that need the same thing made, at once: one of them makes it.

import { mkdirSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Whether nobody else has the lock at `path`; then the caller has it, until it
 * removes the folder. A lock that is older than `mostMs` is that of somebody who was
 * ended.
 */
export function takeLock(path: string, mostMs: number): boolean {
  try {
    const isOld = Date.now() - statSync(path).mtimeMs > mostMs;
    if (isOld) rmSync(path, { recursive: true });
  } catch {
    // There is none.
  }
  try {
    mkdirSync(dirname(path), { recursive: true });
    mkdirSync(path);
    return true;
  } catch {
    return false;
  }
}
