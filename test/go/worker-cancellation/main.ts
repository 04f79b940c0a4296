// Workers stop when they are told to, finish what they hold, and are waited for.
import {
  background,
  Channel,
  type Context,
  go,
  main,
  type ReceiveChannel,
  select,
  type SendChannel,
  sleep,
  WaitGroup,
  withCancel,
} from "rendezvous";

async function worker(
  context: Context,
  jobs: ReceiveChannel<number>,
  results: SendChannel<number>,
) {
  for (;;) {
    const chosen = await select({ done: context.done, job: jobs });
    switch (chosen.case) {
      case "done":
        return;
      case "job":
        await sleep(20);
        await results.send((chosen.value ?? 0) * 10);
    }
  }
}

main(async () => {
  const [context, cancel] = withCancel(background());
  const jobs = new Channel<number>();
  const results = new Channel<number>(100);
  const group = new WaitGroup();
  for (let w = 0; w < 3; w++) {
    group.add(1);
    go(async () => {
      await worker(context, jobs, results);
      group.done();
    });
  }
  let sent = 0;
  go(async () => {
    await sleep(50);
    console.log("stop");
    cancel();
  });
  feed: for (let i = 1; ; i++) {
    const chosen = await select({ sent: jobs.sending(i), done: context.done });
    switch (chosen.case) {
      case "sent":
        sent++;
        break;
      case "done":
        break feed;
    }
  }
  await group.wait();
  results.close();
  let sum = 0;
  for await (const result of results) {
    sum += result;
  }
  console.log(
    "all that were sent are done:",
    sum === (10 * sent * (sent + 1)) / 2,
    context.err?.message,
  );
});
