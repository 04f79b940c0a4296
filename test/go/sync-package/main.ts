// What counters and locks refuse, and what they allow.
import {
  main,
  Mutex,
  Once,
  panic,
  type Panic,
  RWMutex,
  WaitGroup,
} from "rendezvous";

async function attempt(name: string, f: () => unknown) {
  try {
    await f();
  } catch (error) {
    console.log(`${name}:`, (error as Panic).value);
  }
}

main(async () => {
  const group = new WaitGroup();
  await group.wait(); // a counter that was never raised does not block
  await attempt("negative counter", () => group.add(-1));
  const once = new Once();
  let n = 0;
  for (let i = 0; i < 3; i++) {
    await once.do(() => n++);
  }
  console.log("once ran", n);
  const second = new Once();
  await attempt("panic in Do", () => second.do(() => panic("first")));
  await second.do(() => console.log("BUG: do counts a panic as done"));
  const mutex = new Mutex();
  console.log("trylock", mutex.tryLock(), mutex.tryLock());
  mutex.unlock();
  const rw = new RWMutex();
  await rw.rLock();
  await rw.rLock();
  console.log("two readers; writer", rw.tryLock());
  rw.rUnlock();
  rw.rUnlock();
  console.log("writer", rw.tryLock(), "reader", rw.tryRLock());
});
