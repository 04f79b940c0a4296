// Mended: the hub waits for nobody. Whose outbox is full is let go.

import { Channel, go, main, select, WaitGroup } from "rendezvous";

const join = new Channel<Channel<string>>();
const leave = new Channel<Channel<string>>();
const talk = new Channel<string>();

// #region hub
async function hub() {
  const outboxes = new Set<Channel<string>>();
  for (;;) {
    const heard = await select({ join, leave, talk });
    if (heard.done) return;
    if (heard.case === "join") outboxes.add(heard.value);
    else if (heard.case === "leave") outboxes.delete(heard.value);
    else {
      for (const outbox of outboxes) {
        if (!outbox.trySend(heard.value)) outboxes.delete(outbox);
      }
    }
  }
}
// #endregion hub

async function client(name: string, lines: string[]) {
  const outbox = new Channel<string>(1);
  await join.send(outbox);
  await talk.send(`${name} is here`);
  console.log(`${name} reads "${await outbox.receive()}"`);
  for (const line of lines) await talk.send(line);
  await leave.send(outbox);
  console.log(`${name} leaves`);
}

main(async () => {
  const clients = new WaitGroup();
  go(hub);
  clients.go(async function alice() {
    await client("alice", ["I must go"]);
  });
  await clients.wait();
  clients.go(async function bob() {
    await client("bob", ["where is everybody?", "I must go"]);
  });
  await clients.wait();
});
