// Six ways to leave goroutines behind for ever, and what each is stuck on.
import {
  background,
  Channel,
  go,
  goroutines,
  main,
  select,
  sleep,
  withCancel,
} from "rendezvous";

// consumers range over a channel that nobody closes
async function noCloseRange() {
  const c = new Channel<number>();
  for (let i = 0; i < 3; i++) {
    go("noCloseRange", async () => {
      for await (const value of c) void value;
    });
  }
  for (let i = 0; i < 5; i++) {
    await c.send(i);
  }
}

// start without stop
async function contract() {
  const work = new Channel<number>();
  const stop = new Channel<number>();
  go("contract", async () => {
    for (;;) {
      const chosen = await select({ work, stop });
      if (chosen.case === "stop") return;
    }
  });
  await work.send(1);
}

// a return is missing after the error answer
async function doubleSend() {
  const c = new Channel<Error | undefined>();
  go("doubleSend", async () => {
    const error = new Error("failed");
    if (error) {
      await c.send(error);
    }
    await c.send(undefined);
  });
  await c.receive();
}

async function earlyReturn() {
  const c = new Channel<number>();
  go("earlyReturn", () => c.send(1));
  if (!c.isNil) {
    return;
  }
  await c.receive();
}

// five answers, one reader
async function nCast() {
  const c = new Channel<number>();
  for (let i = 0; i < 5; i++) {
    go("nCast", () => c.send(1));
  }
  await c.receive();
}

// the asker gave up
async function timeout() {
  const [context, cancel] = withCancel(background());
  cancel();
  const c = new Channel<number>();
  go("timeout", async () => {
    await sleep(5);
    await c.send(1);
  });
  await select({ c, done: context.done });
}

main(async () => {
  for (const leave of [
    noCloseRange,
    contract,
    doubleSend,
    earlyReturn,
    nCast,
    timeout,
  ]) {
    await leave();
  }
  await sleep(100);
  const counts = new Map<string, number>();
  for (const { creator, name, waits } of goroutines()) {
    if (creator === 0) continue;
    const key = `${name} [${waits.map(({ reason }) => reason).join()}]`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const lines = [...counts].map(([key, n]) => `${key} x${n}`);
  lines.sort();
  console.log(lines.join("\n"));
});
