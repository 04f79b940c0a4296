import { type Mutex, sleep } from "rendezvous";

/** Somebody's money. No two accounts have the same number. */
export interface Account {
  readonly number: number;
  readonly lock: Mutex;
  cents: number;
}

/**
 * Moves `cents` from one account to the other, with both locked, and unlocks
 * them. Transfers that go on at the same time never wait in a circle, and those
 * between other accounts do not wait at all. `from` and `to` may be the same.
 */
export async function transfer(
  from: Account,
  to: Account,
  cents: number,
): Promise<void> {
  // TODO: two transfers in opposite directions wait for each other for ever.
  await from.lock.lock();
  await sleep(1); // the bank is slow
  await to.lock.lock();
  from.cents -= cents;
  to.cents += cents;
  to.lock.unlock();
  from.lock.unlock();
}
