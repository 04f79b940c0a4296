// What a whole connection of lesson 5 does about the bytes of its peer. Nothing
// here knows a rule of the RFC: the connection reads, and we look at its socket.

import type { Duplex } from "node:stream";
import { FrameDecoder, opcodes } from "../../lessons/03-frames/frame.ts";
import { type Close, decodeClose } from "../../lessons/04-messages/close.ts";
import { defaultLimits } from "../../lessons/05-connection/limits.ts";
import { WebSocketConnection } from "../../lessons/05-connection/websocket.ts";
import type { Role } from "./reading.ts";
import { MemorySocket } from "./socket.ts";

export interface Answer {
  /** The frames it sends, as they are on the wire. */
  sent: Uint8Array[];
  /** What its close frame says, if one is among them. */
  close: Close | undefined;
}

/** What a `reader` answers to `bytes`. */
export function answer(bytes: Uint8Array, reader: Role): Answer {
  const socket = new MemorySocket();
  // It listens to the socket, which keeps it alive.
  void new WebSocketConnection(
    reader,
    socket as unknown as Duplex,
    new Uint8Array(0),
    defaultLimits,
  );
  // A copy, because the connection unmasks what it gets where it lies.
  socket.receive(bytes.slice());
  const sent = [...socket.written];
  socket.destroy(); // or it would wait for a close frame
  return { sent, close: closeIn(sent, reader) };
}

function closeIn(sent: Uint8Array[], sender: Role): Close | undefined {
  const decoder = new FrameDecoder({
    masked: sender === "client",
    maxPayloadBytes: defaultLimits.maxMessageBytes,
  });
  for (const frame of sent) decoder.push(frame);
  for (let frame = decoder.next(); frame; frame = decoder.next()) {
    if (frame.opcode === opcodes.close) return decodeClose(frame.payload);
  }
  return undefined;
}
