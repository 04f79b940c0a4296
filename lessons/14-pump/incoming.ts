// What a connection hears, as a channel.
//
//   socket ── onmessage ──▶ │ c │ b │ a │ ──▶ receive
//             no room: stands in line, and the connection is paused
//
// A callback is no goroutine and cannot wait. So it does what a timer does that
// nobody listens to (lesson 10): it stands in the line of its channel's senders,
// and whoever receives makes room for it.
//
// Always true between calls:
//   - messages are received in the order they came, and none is lost, also those
//     that came before the connection ended; then the channel is closed
//   - at most `ahead` messages and one more wait here: a peer whose messages
//     nobody takes is not read any further

import type { Member } from "../06-goroutines/line.ts";
import type { Connection, Message } from "../05-connection/connection.ts";
import { Channel } from "../07-channels/channel.ts";
import type { ReceiveChannel } from "../07-channels/ends.ts";
import type { Waiter } from "../07-channels/operation.ts";

// With messages of 64 KiB at most, 15 and one more are 1 MiB for one peer.
const defaultAhead = 15;

// #region incoming
/**
 * The messages of `connection`, whose handlers it takes over; closed when the
 * connection has ended. Call it in the turn of the event loop that accepted the
 * connection. Up to `ahead` messages wait before the connection is paused.
 *
 * It declares no `external`: whoever listens for connections does, once for all.
 */
export function incoming(
  connection: Connection,
  ahead = defaultAhead,
): ReceiveChannel<Message> {
  return new Incoming(connection, ahead).channel;
}
// #endregion incoming

class Incoming implements Waiter<Message> {
  next: Member | undefined = undefined;
  previous: Member | undefined = undefined;
  readonly goroutine = undefined;
  /** The message that stands in line. */
  value: Message = "";
  readonly channel: Channel<Message>;
  readonly #connection: Connection;
  #isWaiting = false;
  #hasEnded = false;

  constructor(connection: Connection, ahead: number) {
    this.#connection = connection;
    this.channel = new Channel(ahead);
    connection.onmessage = (message) => this.#hear(message);
    connection.onclose = () => this.#end();
  }

  // #region hear
  #hear(message: Message): void {
    if (this.channel.trySend(message)) return;
    this.value = message;
    this.#isWaiting = true;
    this.channel.senders.add(this);
    this.#connection.pause();
  }

  /** A receiver has made room. */
  claim(): void {
    this.#isWaiting = false;
    this.value = "";
    if (this.#hasEnded) this.channel.close();
    // Not here and now: the receive that claims us is not over yet.
    else queueMicrotask(() => this.#connection.resume());
  }

  #end(): void {
    this.#hasEnded = true;
    if (!this.#isWaiting) this.channel.close();
  }
  // #endregion hear
}
