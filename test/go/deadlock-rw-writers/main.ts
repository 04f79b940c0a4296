// Of two writers the second waits for the first, and not for the readers: it has another reason.
import { go, main, RWMutex, select, sleep } from "rendezvous";

main(async () => {
  const mutex = new RWMutex();
  await mutex.rLock();
  go(() => mutex.lock());
  await sleep(10);
  go(() => mutex.lock());
  await sleep(10);
  go(() => mutex.rLock());
  await select({});
});
