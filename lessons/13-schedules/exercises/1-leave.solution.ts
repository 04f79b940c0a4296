import { type Channel, go, type Mutex } from "rendezvous";

export interface Room {
  /** Guards `outboxes`. */
  readonly lock: Mutex;
  readonly outboxes: Set<Channel<string>>;
}

/** Sends `line` to everybody who is in the room. */
export async function say(room: Room, line: string): Promise<void> {
  await room.lock.lock();
  for (const outbox of room.outboxes) await outbox.send(line);
  room.lock.unlock();
}

/**
 * Takes `outbox` out of the room; its owner reads no more. Whoever stays hears
 * every line, in every order, and no goroutine is left behind.
 */
export async function leave(
  room: Room,
  outbox: Channel<string>,
): Promise<void> {
  go("reads on", async () => {
    let isOpen = true;
    while (isOpen) isOpen = !(await outbox.next()).done;
  });
  await room.lock.lock();
  room.outboxes.delete(outbox);
  room.lock.unlock();
  outbox.close(); // nobody sends any more: whoever does holds the lock, and looks
}
