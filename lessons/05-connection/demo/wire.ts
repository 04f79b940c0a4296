// What passes the wire between a client and our server, frame by frame.
//
// The client is written out, because its mask must be the same in every run; the
// server is the one of this lesson. Neither knows that somebody takes notes.
// An experiment of this lesson's demo; nothing later is built on it.

import { once } from "node:events";
import { createServer, get } from "node:http";
import type { Socket } from "node:net";
import { listen } from "../../01-hello-http/http.ts";
import {
  encodeFrame,
  FrameDecoder,
  type Opcode,
  opcodes,
} from "../../03-frames/frame.ts";
import { encodeClose } from "../../04-messages/close.ts";
import { attachEndpoints, echo } from "../endpoints.ts";

/** A frame, or the end of one side's half of TCP. */
export interface Note {
  who: "client" | "server";
  frame?: { opcode: Opcode; payload: Uint8Array; bytes: Uint8Array };
}

const mask = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);

/** The client says `word`, hears it back and says goodbye: all that passes. */
export async function talk(word: string): Promise<Note[]> {
  const server = createServer();
  attachEndpoints(server, { "/": echo });
  const socket = await shakeHands(await listen(server, 0));
  const notes: Note[] = [];
  const say = (opcode: Opcode, payload: Uint8Array) => {
    const bytes = encodeFrame({ opcode, payload }, mask);
    notes.push({ who: "client", frame: { opcode, payload, bytes } });
    socket.write(bytes);
  };

  say(opcodes.text, new TextEncoder().encode(word));
  for await (const frame of framesOf(socket)) {
    notes.push({ who: "server", frame });
    if (frame.opcode !== opcodes.close) {
      say(opcodes.close, encodeClose(1000, "bye"));
    }
  }
  notes.push({ who: "server" });
  socket.end();
  notes.push({ who: "client" });
  server.close();
  return notes;
}

async function shakeHands(url: string): Promise<Socket> {
  const headers = {
    Upgrade: "websocket",
    Connection: "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
  };
  const asked = get(url, { headers });
  const [, socket] = (await once(asked, "upgrade")) as [unknown, Socket];
  socket.allowHalfOpen = true; // we end our half ourselves
  return socket;
}

async function* framesOf(socket: Socket) {
  const decoder = new FrameDecoder({ masked: false, maxPayloadBytes: 1024 });
  let came = Buffer.alloc(0);
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    decoder.push(chunk as Buffer);
    came = Buffer.concat([came, chunk as Buffer]);
    for (let frame = decoder.next(); frame; frame = decoder.next()) {
      // Unmasked and so short that two bytes come before the payload.
      const bytes = came.subarray(0, 2 + frame.payload.length);
      came = came.subarray(bytes.length);
      yield { ...frame, bytes };
    }
  }
}
