// One goroutine owns the clients; joins, leaves and messages reach it through channels.
// A client whose outbox is full is dropped instead of blocking everyone.
import { Channel, go, main, otherwise, select } from "rendezvous";

class Client {
  readonly name: string;
  readonly outbox: Channel<string>;

  constructor(name: string, outbox: Channel<string>) {
    this.name = name;
    this.outbox = outbox;
  }
}

class Hub {
  readonly join = new Channel<Client>();
  readonly leave = new Channel<Client>();
  readonly broadcast = new Channel<string>();
  readonly count = new Channel<Channel<number>>();
  readonly quit = new Channel<void>();

  async run() {
    const clients = new Set<Client>();
    const { join, leave, broadcast, count, quit } = this;
    for (;;) {
      const chosen = await select({ join, leave, broadcast, count, quit });
      if (chosen.case !== "quit" && chosen.done) return;
      switch (chosen.case) {
        case "join":
          clients.add(chosen.value);
          break;
        case "leave":
          if (clients.delete(chosen.value)) {
            chosen.value.outbox.close();
          }
          break;
        case "broadcast":
          for (const client of clients) {
            const sent = await select({
              sent: client.outbox.sending(chosen.value),
              otherwise,
            });
            if (sent.case === "otherwise") {
              clients.delete(client);
              client.outbox.close();
            }
          }
          break;
        case "count":
          await chosen.value.send(clients.size);
          break;
        case "quit":
          for (const client of clients) {
            client.outbox.close();
          }
          quit.close();
          return;
      }
    }
  }
}

main(async () => {
  const hub = new Hub();
  go(() => hub.run());
  const size = async () => {
    const reply = new Channel<number>();
    await hub.count.send(reply);
    return reply.receive();
  };
  const ann = new Client("ann", new Channel<string>(8));
  const bob = new Client("bob", new Channel<string>(8));
  const slow = new Client("slow", new Channel<string>(1));
  for (const client of [ann, bob, slow]) {
    await hub.join.send(client);
  }
  console.log("clients", await size());
  await hub.broadcast.send("one");
  await hub.broadcast.send("two"); // slow already holds "one": it is dropped
  console.log("after a slow client:", await size());
  await hub.leave.send(bob);
  await hub.leave.send(bob); // leaving twice is harmless
  await hub.broadcast.send("three");
  console.log("after bob left:", await size());
  await hub.quit.send();
  await hub.quit.receive();
  for (const client of [ann, bob, slow]) {
    let line = `${client.name}:`;
    for await (const message of client.outbox) {
      line += ` ${message}`;
    }
    console.log(line);
  }
});
