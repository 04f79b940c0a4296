// What Node itself asks for: a message is framed once and given to `write` once
// for every client. It knows no more of WebSocket than the generator speaks, and
// checks nothing, so no server that writes once per message can do with less.

import { createHash } from "node:crypto";
import { createServer } from "node:net";

const magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455 §1.3
const keyLength = 4;
const clients = new Set();

/** Answers the handshake in `request`. */
function shakeHands(socket, request) {
  const key = /sec-websocket-key: *(\S+)/i.exec(request.toString("latin1"))[1];
  const accept = createHash("sha1")
    .update(key + magic)
    .digest("base64");
  socket.write(
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n" +
      `Connection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  clients.add(socket);
}

/** Sends on every whole frame at the start of `bytes`; returns what is left. */
function relay(bytes) {
  let at = 0;
  while (bytes.length - at >= 2) {
    const length = bytes[at + 1] & 0x7f; // below 126, all of them
    const end = at + 2 + keyLength + length;
    if (end > bytes.length) break;
    broadcast(unmask(bytes.subarray(at, end), length));
    at = end;
  }
  return bytes.subarray(at);
}

function unmask(frame, length) {
  const bare = Buffer.allocUnsafe(2 + length);
  bare[0] = frame[0];
  bare[1] = length;
  for (let i = 0; i < length; i++) {
    bare[2 + i] = frame[2 + keyLength + i] ^ frame[2 + (i & 3)];
  }
  return bare;
}

function broadcast(frame) {
  for (const client of clients) client.write(frame);
}

const server = createServer({ noDelay: true }, (socket) => {
  let left;
  socket.on("error", () => undefined); // "close" follows
  socket.on("close", () => clients.delete(socket));
  socket.on("data", (data) => {
    if (left) left = relay(left.length ? Buffer.concat([left, data]) : data);
    else {
      shakeHands(socket, data);
      left = Buffer.alloc(0);
    }
  });
});

server.listen(Number(process.env.PORT), "127.0.0.1");
