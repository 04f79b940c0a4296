// What else a room's door may need: many readers and one writer, something that
// happens once, and somebody who waits until something is true.

import { Cond, Mutex, Once, RWMutex, WaitGroup, yieldNow } from "rendezvous";

type Print = (line: string) => void;

export async function door(print: Print): Promise<void> {
  await list(print);
  await close(print);
  await empty(print);
}

// #region list
async function list(print: Print): Promise<void> {
  const names = ["alice", "bob"];
  const lock = new RWMutex();
  const all = new WaitGroup();
  const read = async (which: string) => {
    await lock.rLock();
    try {
      print(`the ${which} message goes to ${names.join(", ")}`);
      await yieldNow(); // the list must stay as it is until all have it
    } finally {
      lock.rUnlock();
    }
  };

  all.go(() => read("first"));
  all.go(() => read("second"));
  all.go(async () => {
    print("dave waits: the list is being read");
    await lock.lock();
    names.push("dave");
    print("dave is on the list");
    lock.unlock();
  });
  all.go(async () => {
    print("the third message waits: dave came first");
    await read("third");
  });
  await all.wait();
}
// #endregion list

async function close(print: Print): Promise<void> {
  const once = new Once();
  const all = new WaitGroup();
  const turnOff = async () => {
    print("the lights go out");
    await yieldNow();
    print("the door is shut");
  };
  // #region once
  for (const name of ["alice", "bob", "dave"]) {
    all.go(async () => {
      print(`${name} closes the room`);
      await once.do(turnOff);
      print(`${name} sees it closed`);
    });
  }
  // #endregion once
  await all.wait();
}

async function empty(print: Print): Promise<void> {
  const inside = new Set(["alice", "bob", "dave"]);
  const lock = new Mutex();
  const left = new Cond(lock);
  const all = new WaitGroup();

  // #region cond
  all.go(async () => {
    await lock.lock();
    while (inside.size > 0) {
      print(`the caretaker sees ${inside.size}, and waits`);
      await left.wait();
    }
    print("the caretaker goes home");
    lock.unlock();
  });
  // #endregion cond

  // #region signal
  for (const name of [...inside]) {
    await yieldNow();
    await lock.lock();
    inside.delete(name);
    print(`${name} leaves`);
    left.signal();
    lock.unlock();
  }
  // #endregion signal
  await all.wait();
}
