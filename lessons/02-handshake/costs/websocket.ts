// WebSocket: the client asks once, to speak no more HTTP; then both sides send
// whenever they like.

import { once } from "node:events";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { acceptKey, acceptUpgrade } from "../handshake.ts";
import { maskedShortFrame, shortFrame, ShortFrames } from "./short-frame.ts";
import type { Hear, Say, Way } from "./way.ts";
import type { Wire } from "./wire.ts";

export const webSocket: Way = { name: "WebSocket", serve, join };

// #region websocket
function serve(server: Server, hear: Hear): Say {
  const joined = new Promise<Duplex>((resolve) => {
    server.on("upgrade", (request, socket) => {
      acceptUpgrade(request, socket);
      listen(socket, hear);
      resolve(socket);
    });
  });
  return (message) => {
    const frame = shortFrame(message);
    void joined.then((socket) => socket.write(frame));
  };
}

function join(wire: Wire, hear: Hear): Say {
  const joined = upgrade(wire, hear);
  wire.follow(joined);
  return (message) => {
    const frame = maskedShortFrame(message);
    wire.follow(joined.then((socket) => socket.write(frame)));
  };
}
// #endregion websocket

function listen(socket: Duplex, hear: Hear): void {
  const frames = new ShortFrames();
  socket.on("data", (bytes: Buffer) => frames.read(bytes).forEach(hear));
}

const key = "dGhlIHNhbXBsZSBub25jZQ==";
const headers = {
  Upgrade: "websocket",
  Connection: "Upgrade",
  "Sec-WebSocket-Version": "13",
  "Sec-WebSocket-Key": key,
};

async function upgrade(wire: Wire, hear: Hear): Promise<Duplex> {
  const request = wire.request({ path: "/messages", headers });
  request.end();
  const [response, socket, head] = (await once(request, "upgrade")) as [
    IncomingMessage,
    Duplex,
    Buffer,
  ];
  if (response.headers["sec-websocket-accept"] !== acceptKey(key))
    throw new Error("expected the answer to this key, got another one");
  socket.unshift(head); // frames may have come together with the answer
  listen(socket, hear);
  return socket;
}
