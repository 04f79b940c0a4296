// Who asks two and listens to one leaves the other behind. That is no deadlock:
// main goes on. It is a leak.

import { Channel, describeLeaks, go, run, sleep } from "rendezvous";

async function firstAnswer() {
  const answers = new Channel<string>();
  for (const [name, ms] of [
    ["near", 1],
    ["far", 5],
  ] as const) {
    go(name, async () => {
      await sleep(ms);
      await answers.send(`${name} answers`);
    });
  }
  return answers.receive();
}

const outcome = await run(async () => {
  console.log(await firstAnswer());
  await sleep(10);
  console.log("main returns, and Go says nothing");
});
describeLeaks(outcome).forEach((leak) => console.log(leak));
