// A hub that lets a client go by the same door as everybody: it tells itself.

import { Channel, go, select } from "rendezvous";

const register = new Channel<Channel<string>>();
const unregister = new Channel<Channel<string>>();
const broadcast = new Channel<string>();

// #region hub
async function hub(): Promise<void> {
  const outboxes = new Set<Channel<string>>();
  for (;;) {
    const event = await select({ register, unregister, broadcast });
    if (event.done) return;
    if (event.case === "register") outboxes.add(event.value);
    else if (event.case === "unregister") outboxes.delete(event.value);
    else {
      for (const outbox of outboxes) {
        if (!outbox.trySend(event.value)) await unregister.send(outbox);
      }
    }
  }
}
// #endregion hub

export async function ownUnregister(print: (line: string) => void) {
  go(hub);
  const carol = new Channel<string>(1);
  await register.send(carol);
  await unregister.send(carol);
  print("carol comes and leaves");
  await register.send(new Channel<string>(1));
  print("bob comes, and reads nothing");
  for (const line of ["one", "two", "three"]) {
    await broadcast.send(line);
    print(`alice says ${line}`);
  }
}
