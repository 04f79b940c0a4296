// A goroutine that owns a state and answers for it: who asks after it has quit waits for ever.
import { afterFunc, Channel, go, main, select } from "rendezvous";

type Reply = Channel<Error | undefined>;

class Door {
  readonly open = new Channel<Reply>();
  readonly close = new Channel<Reply>();
  readonly quit = new Channel<Reply>();

  async run() {
    let isOpen = false;
    const { open, close, quit } = this;
    for (;;) {
      const chosen = await select({ open, close, quit });
      if (chosen.done) return;
      const reply = chosen.value;
      switch (chosen.case) {
        case "open":
          if (isOpen) {
            await reply.send(new Error("is open already"));
            continue;
          }
          isOpen = true;
          await reply.send(undefined);
          break;
        case "close":
          if (!isOpen) {
            await reply.send(new Error("is closed already"));
            continue;
          }
          isOpen = false;
          await reply.send(undefined);
          break;
        case "quit":
          await reply.send(undefined);
          return;
      }
    }
  }
}

const nil = "<nil>";

async function ask(c: Channel<Reply>) {
  const reply: Reply = new Channel();
  await c.send(reply);
  return (await reply.receive())?.message ?? nil;
}

main(async () => {
  const door = new Door();
  go(() => door.run());
  console.log("open:", await ask(door.open), await ask(door.open));
  console.log("close:", await ask(door.close), await ask(door.close));
  console.log("quit:", await ask(door.quit));
  afterFunc(20, () => console.log("nobody answers"));
  console.log("open:", await ask(door.open));
});
