import type { Channel, Mutex } from "rendezvous";

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
  // TODO: somebody may be sending to us, with the lock in the hand.
  await room.lock.lock();
  room.outboxes.delete(outbox);
  room.lock.unlock();
}
