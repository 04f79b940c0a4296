import { Channel, go, Mutex } from "rendezvous";

// #region room
/** Main says two lines to the room. Bob hears one of them, and leaves. */
export async function room(): Promise<void> {
  const outbox = new Channel<string>();
  const members = new Set([outbox]);
  const lock = new Mutex(); // guards `members`

  go("bob", async () => {
    await outbox.receive();
    await lock.lock();
    members.delete(outbox);
    lock.unlock();
  });

  for (const line of ["hello", "is anybody there?"]) {
    await lock.lock();
    for (const member of members) await member.send(line);
    lock.unlock();
  }
}
// #endregion room
