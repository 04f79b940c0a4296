// A client: one connection, its outbox, and the two goroutines between them and
// the hub.
//
//   connection ──▶ serve ────── broadcast ──▶ hub
//   connection ◀── write pump ◀── outbox ◀────┘

import type { Connection, Message } from "../05-connection/connection.ts";
import type { ReceiveChannel, SendChannel } from "../07-channels/ends.ts";
import { Outbox, type OutboxLimits } from "../08-buffers/outbox.ts";
import { select } from "../09-select/select.ts";
import { incoming } from "../14-pump/incoming.ts";
import { writePump } from "../14-pump/pump.ts";
import { go } from "../06-goroutines/goroutine.ts";
import type { Hub } from "./hub.ts";

const goingAway = 1001; // RFC 6455 §7.4.1

// #region limits
/**
 * How far a client may fall behind before it is let go. A frame must be smaller
 * than `bytes`: one that fits into no outbox would send everybody away.
 */
export const outboxLimits: OutboxLimits<Uint8Array> = {
  messages: 8_192, // a burst of 5,000 is no reason to go
  bytes: 4 * 1024 * 1024, // 63 messages as long as may come in
  bytesOf: (frame) => frame.length,
};
// #endregion limits

export class Client {
  readonly connection: Connection;
  readonly outbox: Outbox<Uint8Array>;
  /** What it says; closed when its connection has ended. */
  readonly messages: ReceiveChannel<Message>;
  /** Whether it has answered the last ping of the heartbeat. */
  isAlive = true;
  /** False once it has left, or the hub has let it go. */
  isIn = true;

  /** Call it in the turn of the event loop that accepted the connection. */
  constructor(connection: Connection, limits = outboxLimits) {
    this.connection = connection;
    this.outbox = new Outbox(limits);
    this.messages = incoming(connection);
    connection.onpong = () => void (this.isAlive = true);
  }
}

// #region serve
/**
 * The life of `client` in `hub`, as a goroutine: it comes, says what it has to
 * say, as letters, and leaves. Who comes to a hub that has ended is sent away,
 * and who was let go is not heard any more.
 */
export async function serve<Letter, Member extends Client>(
  client: Member,
  hub: Hub<Letter, Member>,
  letterOf: (message: Message) => Letter | undefined,
): Promise<void> {
  const { connection, messages, outbox } = client;
  const isIn = await sendTo(hub, hub.register, client);
  if (!isIn) return void connection.close(goingAway);
  go("write pump", writePump, outbox, connection);
  for await (const message of messages) {
    if (!client.isIn) return;
    const letter = letterOf(message);
    if (letter !== undefined) await sendTo(hub, hub.broadcast, letter);
  }
  await sendTo(hub, hub.unregister, client);
}
// #endregion serve

// #region sendTo
/** Sends `value` to the hub; false if that has ended, and nobody receives it. */
async function sendTo<T>(
  { done }: { done: ReceiveChannel<never> },
  channel: SendChannel<T>,
  value: T,
): Promise<boolean> {
  if (channel.trySend(value)) return true;
  const { case: chosen } = await select({ sent: channel.sending(value), done });
  return chosen === "sent";
}
// #endregion sendTo
