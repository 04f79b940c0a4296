import { Channel, go, main, Outbox, yieldNow } from "rendezvous";
import { runDemo } from "../demo.ts";

await runDemo({ room: () => main(room), close: () => main(close) });

// #region room
async function room(): Promise<void> {
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
// #endregion room

// #region broadcast
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
// #endregion broadcast

// #region pump
type Sent = () => void | Promise<void>;

async function pump(name: string, outbox: Outbox<string>, sent: Sent) {
  for (;;) {
    const messages = await outbox.takeReady();
    if (messages.length === 0) return;
    console.log(`${name} is sent "${messages.join('", "')}" in one write`);
    await sent();
  }
}
// #endregion pump

// #region speak
async function speak(lines: Channel<string>, full: Channel<void>) {
  for (const line of ["one", "two"]) {
    await lines.send(line);
    console.log(`alice sends "${line}": ${lines.length} of ${lines.capacity}`);
  }
  console.log('alice waits with "three": there is no room');
  full.close();
  await lines.send("three");
  lines.close();
}
// #endregion speak

// #region close
async function close(): Promise<void> {
  const lines = new Channel<string>(2);
  const full = new Channel<void>();
  go("alice", speak, lines, full);
  await full.receive();

  // #region range
  for await (const line of lines) console.log(`bob hears "${line}"`);
  const { value, done } = await lines.next();
  console.log(`bob asks once more: value ${value}, done ${done}`);
  // #endregion range

  const wishes = new Channel<string>();
  const told = new Channel<string>();
  go("dave", wish, wishes, told);
  await yieldNow();
  console.log("bob closes the channel on which dave waits to send");
  wishes.close();
  console.log(`dave panics: ${await told.receive()}`);
}
// #endregion close

async function wish(wishes: Channel<string>, told: Channel<string>) {
  try {
    await wishes.send("four");
  } catch (error) {
    await told.send((error as Error).message);
  }
}
