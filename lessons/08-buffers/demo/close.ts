// A buffer that is full, a channel that is closed, and who is told.

import { Channel, go, yieldNow } from "rendezvous";

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

export async function close(): Promise<void> {
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

async function wish(wishes: Channel<string>, told: Channel<string>) {
  try {
    await wishes.send("four");
  } catch (error) {
    await told.send((error as Error).message);
  }
}
