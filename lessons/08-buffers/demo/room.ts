// One slow client, and nobody waits for him.

import { Channel, go, Outbox } from "rendezvous";

export async function room(): Promise<void> {
  const bob = new Outbox<string>({ messages: 2 });
  const carol = new Outbox<string>({ messages: 2 });
  const members = new Map([
    ["bob", bob],
    ["carol", carol],
  ]);
  const written = new Channel<void>();
  go("carol", pump, "carol", carol, () => written.send());

  console.log("bob and carol enter, and bob stops reading");
  for (const message of ["tick 1", "tick 2", "tick 3", "tick 4"]) {
    console.log(`the room says "${message}"`);
    broadcast(members, message);
    await written.receive(); // the story waits for carol; the room does not
  }

  members.forEach((outbox) => outbox.close());
  console.log("the room closes, and bob comes back");
  await pump("bob", bob, () => undefined);
  console.log("nothing more comes for bob");
}

function broadcast(members: Map<string, Outbox<string>>, message: string) {
  for (const [name, outbox] of members) {
    if (outbox.offer(message)) continue;
    console.log(
      `${outbox.length} wait for ${name}: too slow, the room lets go`,
    );
    outbox.close();
    members.delete(name);
  }
}

type Sent = () => void | Promise<void>;

async function pump(name: string, outbox: Outbox<string>, sent: Sent) {
  for (;;) {
    const messages = await outbox.takeReady();
    if (messages.length === 0) return;
    console.log(`${name} is sent "${messages.join('", "')}" in one write`);
    await sent();
  }
}
