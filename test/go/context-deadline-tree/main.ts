// A deadline holds for everything below it, and an earlier one below holds there.
import {
  after,
  background,
  type Context,
  go,
  main,
  select,
  WaitGroup,
  withTimeout,
} from "rendezvous";

async function work(context: Context, name: string, needMs: number) {
  const chosen = await select({ ready: after(needMs), done: context.done });
  switch (chosen.case) {
    case "ready":
      return `${name} is done`;
    case "done":
      return `${name} gives up: ${context.err?.message}`;
  }
}

main(async () => {
  const [root, cancel] = withTimeout(background(), 400);
  const [short, cancelShort] = withTimeout(root, 100);
  const [long, cancelLong] = withTimeout(root, 1_000);
  const group = new WaitGroup();
  const start = (context: Context, name: string, needMs: number) => {
    group.add(1);
    go(async () => {
      console.log(await work(context, name, needMs));
      group.done();
    });
  };
  start(short, "quick", 20);
  start(short, "slow", 200);
  start(root, "medium", 240);
  start(long, "endless", 800);
  await group.wait();
  const { deadline } = long;
  console.log(
    "the longer deadline is the root's:",
    deadline !== undefined,
    deadline === root.deadline,
  );
  console.log("the background has one:", background().deadline !== undefined);
  for (const each of [cancelLong, cancelShort, cancel]) each();
});
