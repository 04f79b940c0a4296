// Mended: what is done under the lock is a function that does not lock.

import { main, Mutex } from "rendezvous";

const till = new Mutex();
let cents = 0;

async function count() {
  await till.lock();
  countLocked();
  till.unlock();
}

function countLocked() {
  console.log(`${cents} cents are in the till`);
}

async function put(more: number) {
  await till.lock();
  cents += more;
  countLocked();
  till.unlock();
}

main(async () => {
  await count();
  await put(50);
});
