import assert from "node:assert/strict";
import {
  go,
  Mutex,
  now,
  type Outcome,
  run,
  sleep,
  WaitGroup,
} from "rendezvous";

type Attempt = typeof import("./1-transfer.solution.ts");
type Account = Parameters<Attempt["transfer"]>[0];
type Move = readonly [from: number, to: number, cents: number];

export default async function check({ transfer }: Attempt): Promise<void> {
  const play = (moves: readonly Move[], seed: number) =>
    playMoves(transfer, moves, seed);

  for (let seed = 0; seed < 20; seed++) {
    await checkMoves("two opposite transfers", play, seed, [
      [0, 1, 10],
      [1, 0, 20],
    ]);
    await checkMoves("three transfers in a ring", play, seed, [
      [0, 1, 10],
      [1, 2, 20],
      [2, 0, 30],
    ]);
    await checkMoves("a transfer to the same account", play, seed, [
      [1, 1, 10],
    ]);
  }
  await checkLocks(transfer);
  const { value } = await play(
    [
      [0, 1, 10],
      [2, 3, 10],
    ],
    0,
  );
  assert.ok(
    value !== undefined && value.ms < 2,
    `two transfers of 1 ms that share no account should take 1 ms together, got ${value?.ms} ms: is there one lock for all?`,
  );
}

async function checkLocks(transfer: Attempt["transfer"]): Promise<void> {
  for (const held of [0, 1]) {
    const { value } = await run(
      async () => {
        const accounts = open();
        const [from, to] = accounts as [Account, Account];
        await accounts[held]?.lock.lock();
        go(() => transfer(from, to, 10));
        await sleep(10);
        return from.cents + to.cents === 200 && from.cents === 100;
      },
      { clock: "virtual" },
    );
    assert.ok(
      value,
      `somebody else holds the lock of the ${held === 0 ? "first" : "second"} account, and 10 cents are moved nevertheless`,
    );
  }
}

function open(): Account[] {
  return [0, 1, 2, 3].map((number) => ({
    number,
    lock: new Mutex(),
    cents: 100,
  }));
}

interface Played {
  cents: number[];
  ms: number;
  locked: number[];
}

type Play = (moves: readonly Move[], seed: number) => Promise<Outcome<Played>>;

async function checkMoves(
  what: string,
  play: Play,
  seed: number,
  moves: readonly Move[],
): Promise<void> {
  const outcome = await play(moves, seed);
  assert.ok(
    outcome.kind === "returned",
    `${what} should end, got ${how(outcome)}`,
  );
  const expected = [100, 100, 100, 100];
  for (const [from, to, cents] of moves) {
    expected[from] = (expected[from] ?? 0) - cents;
    expected[to] = (expected[to] ?? 0) + cents;
  }
  const { cents, locked } = outcome.value ?? { cents: [], locked: [] };
  assert.ok(
    cents.join() === expected.join(),
    `after ${what} the accounts should hold ${expected.join(", ")}, got ${cents.join(", ")}`,
  );
  assert.ok(
    locked.length === 0,
    `after ${what} account ${locked.join(", ")} is still locked`,
  );
}

function playMoves(
  transfer: Attempt["transfer"],
  moves: readonly Move[],
  seed: number,
): Promise<Outcome<Played>> {
  const options = { clock: "virtual", order: "random", seed } as const;
  return run(async () => {
    const accounts = open();
    const all = new WaitGroup();
    for (const [from, to, cents] of moves) {
      all.go(() =>
        transfer(accounts[from] as Account, accounts[to] as Account, cents),
      );
    }
    await all.wait();
    return {
      cents: accounts.map(({ cents }) => cents),
      ms: now(),
      locked: accounts
        .filter(({ lock }) => !lock.tryLock())
        .map(({ number }) => number),
    };
  }, options);
}

function how({ kind, circles, report }: Outcome): string {
  const [circle] = circles;
  if (!circle) return `${kind}: ${report.split("\n")[0]}`;
  const steps = circle.map(
    ({ goroutine, on, next }) =>
      `goroutine ${goroutine} waits for ${on} of goroutine ${next}`,
  );
  return `a circle: ${steps.join(", ")}`;
}
