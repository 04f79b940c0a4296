// A mutex is not re-entrant.
import { main, Mutex } from "rendezvous";

main(async () => {
  const mutex = new Mutex();
  await mutex.lock();
  await mutex.lock();
});
