import assert from "node:assert/strict";
import { Mutex, run, RWMutex, sleep, WaitGroup } from "rendezvous";

type Attempt = typeof import("./1-with-lock.solution.ts");
type WithLock = Attempt["withLock"];

export default async function check({ withLock }: Attempt): Promise<void> {
  await checkValue(withLock);
  await checkAlone(withLock);
  await checkFailures(withLock);
  await checkWriter(withLock);
}

async function checkValue(withLock: WithLock): Promise<void> {
  const values = await story(async () => {
    const mutex = new Mutex();
    const now = await withLock(mutex, () => "now");
    const later = await withLock(mutex, async () => {
      await sleep(1);
      return "later";
    });
    return [now, later];
  });
  assert.ok(
    values.join(", ") === "now, later",
    `expected what the two bodies return, now and later, got ${values.join(", ")}`,
  );
}

async function checkAlone(withLock: WithLock): Promise<void> {
  const total = await story(async () => {
    const mutex = new Mutex();
    const all = new WaitGroup();
    let total = 0;
    const add = async () => {
      const before = total;
      await sleep(10);
      total = before + 1;
    };
    for (let count = 1; count <= 3; count++) {
      all.go(() => withLock(mutex, add));
    }
    await all.wait();
    return total;
  });
  assert.ok(
    total === 3,
    `three bodies read a number, wait, and write it back plus one: expected 3, got ${total}. The lock was free before the body had ended`,
  );
}

async function checkFailures(withLock: WithLock): Promise<void> {
  const fails = () => {
    throw new Error("at once");
  };
  const failsLater = async () => {
    await sleep(1);
    throw new Error("later");
  };
  const told = await story(async () => {
    const mutex = new Mutex();
    const told: string[] = [];
    for (const body of [fails, failsLater]) {
      told.push(
        await withLock(mutex, body).then(() => "nothing", messageOf),
        mutex.tryLock() ? "free" : "locked",
      );
      mutex.unlock();
    }
    return told;
  });
  assert.ok(
    told[0] === "at once" && told[2] === "later",
    `a failure of the body is the caller's: expected "at once" and "later", got "${told[0]}" and "${told[2]}"`,
  );
  assert.ok(
    told[1] === "free" && told[3] === "free",
    "the body failed, and its lock is held for ever: whoever comes next waits in vain",
  );
}

async function checkWriter(withLock: WithLock): Promise<void> {
  const isFree = await story(async () => {
    const lock = new RWMutex();
    await withLock(lock, () => undefined);
    return lock.tryLock();
  });
  assert.ok(isFree, "expected it to work with any lock, an RWMutex too");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function story<T>(body: () => Promise<T>): Promise<T> {
  const { kind, value, report } = await run(body, { clock: "virtual" });
  if (kind === "returned") return value as T;
  assert.fail(`expected main to return, got ${report.split("\n")[0]}`);
}
