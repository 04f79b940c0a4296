// One holds the lock and waits for an answer that needs the lock.

import { Channel, go, main, Mutex } from "rendezvous";

main(async () => {
  const ledger = new Mutex();
  const questions = new Channel<string>();
  const answers = new Channel<string>();
  go("clerk", async () => {
    for await (const question of questions) {
      await ledger.lock();
      const answer = `${question} is paid`;
      ledger.unlock();
      await answers.send(answer);
    }
  });

  await questions.send("the rent");
  console.log(await answers.receive());
  await ledger.lock();
  await questions.send("the gas");
  console.log(await answers.receive());
  ledger.unlock();
});
