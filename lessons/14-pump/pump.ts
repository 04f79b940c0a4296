// The two goroutines of a client: one from the wire, one to it.
//
//   wire ──▶ incoming ──▶ read pump ──▶ a channel of the program
//   wire ◀────────────── write pump ◀── outbox ◀── the program
//
// Always true:
//   - only the write pump writes messages, so they never overtake each other;
//     pings, pongs and close frames go beside it, between two writes, and so
//     ahead of what is still in the outbox
//   - what is ready together leaves in one write, up to `mostBytesPerWrite` and a
//     frame
//   - the write pump goes on at the pace of its peer, and nobody waits for it:
//     what it has not taken yet waits in the outbox, which is full one day
//   - a connection that has ended stops neither pump; the read pump is told by
//     its channel, the write pump by its owner, who closes the outbox

import type { Connection, Message } from "../05-connection/connection.ts";
import { taken } from "../05-connection/sender.ts";
import { external } from "../06-goroutines/external.ts";
import type { ReceiveChannel, SendChannel } from "../07-channels/ends.ts";
import type { Outbox } from "../08-buffers/outbox.ts";

const goingAway = 1001; // RFC 6455 §7.4.1

// #region read
/** Sends to `heard` whatever comes, in order, until the connection ends. */
export async function readPump(
  messages: ReceiveChannel<Message>,
  heard: SendChannel<Message>,
): Promise<void> {
  for await (const message of messages) await heard.send(message);
}
// #endregion read

// #region write
/**
 * Writes the frames of `outbox`, until it is closed and drained; then says
 * goodbye (1001). What a connection that has ended does not take is dropped.
 */
export async function writePump(
  outbox: Outbox<Uint8Array>,
  connection: Connection,
): Promise<void> {
  for (;;) {
    const first = await outbox.channel.receive();
    if (first === undefined) return void connection.close(goingAway);
    const isOnly = outbox.length === 0; // nothing waits behind it
    const frames = isOnly ? first : join(takeWrite(first, outbox.channel));
    const sent = connection.sendFrame(frames);
    if (sent === taken) continue;
    try {
      await external(sent);
    } catch {
      continue; // it has ended: the reading side says so
    }
  }
}
// #endregion write

// A peer that does not read holds one write in its socket. Behind it there must
// be room for a ping and a goodbye, or `maxBufferedBytes` cuts it off untold.
const mostBytesPerWrite = 256 * 1024;

/** The frames of one write: `first`, and what is ready behind it. */
function takeWrite(
  first: Uint8Array,
  others: ReceiveChannel<Uint8Array>,
): Uint8Array[] {
  const frames = [first];
  for (let bytes = first.length; bytes < mostBytesPerWrite;) {
    const next = others.tryReceive();
    if (next === undefined) break;
    frames.push(next);
    bytes += next.length;
  }
  return frames;
}

let lastParts: readonly Uint8Array[] = [];
let lastWhole: Uint8Array = new Uint8Array(0);

// #region join
/**
 * The frames as one array. In a broadcast many clients have the same frames
 * ready, so the last result is kept: the second client gets the same bytes. (A
 * frame never changes once it is in an outbox: many may hold it.)
 */
function join(parts: readonly Uint8Array[]): Uint8Array {
  if (!isSame(parts, lastParts)) {
    lastWhole = Buffer.concat(parts);
    lastParts = parts;
  }
  return lastWhole;
}
// #endregion join

function isSame(
  parts: readonly Uint8Array[],
  others: readonly Uint8Array[],
): boolean {
  if (parts.length !== others.length) return false;
  return parts.every((part, index) => part === others[index]);
}
