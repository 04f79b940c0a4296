// Every channel panic is a RuntimeError that can be caught; these are the exact texts.
import { Channel, main, otherwise, RuntimeError, select } from "rendezvous";

async function attempt(name: string, f: () => unknown) {
  try {
    await f();
  } catch (error) {
    const isRuntime = error instanceof RuntimeError;
    const { message } = error as Error;
    console.log(`${name.padEnd(22)} ${message} | runtime.Error=${isRuntime}`);
  }
}

main(async () => {
  const closed = new Channel<number>();
  closed.close();
  const full = new Channel<number>(1);
  await full.send(1);
  full.close();
  const none = Channel.nil<number>();
  const size = -1;
  await attempt("send closed", () => closed.send(1));
  await attempt("send closed full", () => full.send(1));
  await attempt("close closed", () => closed.close());
  await attempt("close nil", () => none.close());
  await attempt("make negative", () => new Channel<number>(size));
  await attempt("select send closed", async () => {
    const chosen = await select({ sent: closed.sending(1), otherwise });
    if (chosen.case === "otherwise") {
      console.log("default must not win over a closed send");
    }
  });
  const { value, done } = await full.next();
  console.log("still drains:", value, !done);
});
