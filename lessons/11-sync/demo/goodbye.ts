// The room closes, tells everybody, and counts whom it has told: first with
// nothing that guards the count, then with a lock, then with an owner.

import { Channel, go, Mutex, now, sleep, WaitGroup } from "rendezvous";

type Print = (line: string) => void;
type Tell = (member: Member) => Promise<number>;

interface Member {
  name: string;
  hearsAfterS: number;
}

const members: Member[] = [
  { name: "alice", hearsAfterS: 1 },
  { name: "bob", hearsAfterS: 60 },
  { name: "carol", hearsAfterS: 2 },
];

const ways: [guard: string, count: typeof unguarded][] = [
  ["nothing guards", unguarded],
  ["a lock guards", guarded],
  ["one goroutine owns", owned],
];

export async function goodbye(print: Print): Promise<void> {
  for (const [guard, count] of ways) {
    print(`the room says goodbye, and ${guard} the count`);
    const start = now();
    const told = await count(async ({ name, hearsAfterS }) => {
      await sleep(hearsAfterS * 1_000);
      print(`${name} is told after ${(now() - start) / 1_000} s`);
      return 1;
    });
    print(`everybody has been told: ${told} of ${members.length}`);
  }
}

async function unguarded(tell: Tell): Promise<number> {
  // #region lost
  let told = 0;
  const all = new WaitGroup();
  for (const member of members) {
    all.go(async () => {
      told += await tell(member);
    });
  }
  await all.wait();
  return told;
  // #endregion lost
}

async function guarded(tell: Tell): Promise<number> {
  let told = 0;
  const lock = new Mutex();
  const all = new WaitGroup();
  for (const member of members) {
    // #region lock
    all.go(async () => {
      await lock.lock();
      try {
        told += await tell(member);
      } finally {
        lock.unlock();
      }
    });
    // #endregion lock
  }
  await all.wait();
  return told;
}

async function owned(tell: Tell): Promise<number> {
  const heard = new Channel<number>();
  const all = new WaitGroup();
  // #region owner
  for (const member of members) {
    all.go(async () => heard.send(await tell(member)));
  }
  go("closer", async () => {
    await all.wait();
    heard.close();
  });
  let told = 0; // nobody else can reach it
  for await (const one of heard) told += one;
  return told;
  // #endregion owner
}
