// A function locks, and calls another that locks the same again.

import { main, Mutex } from "rendezvous";

const till = new Mutex();
let cents = 0;

async function count() {
  await till.lock();
  console.log(`${cents} cents are in the till`);
  till.unlock();
}

async function put(more: number) {
  await till.lock();
  cents += more;
  await count();
  till.unlock();
}

main(async () => {
  await count();
  await put(50);
});
