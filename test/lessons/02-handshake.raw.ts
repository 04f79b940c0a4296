// A server that answers every handshake, and clients that write raw bytes to it.

import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
} from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { text } from "node:stream/consumers";
import {
  acceptUpgrade,
  answerPlainRequest,
  HandshakeError,
  refuse,
} from "../../lessons/02-handshake/handshake.ts";

export const good = [
  "GET /chat HTTP/1.1",
  "Host: server.example.com",
  "Upgrade: websocket",
  "Connection: Upgrade",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "Sec-WebSocket-Version: 13",
];
export const goodRequest = asText(good);
export const badRequest = asText([
  ...good.slice(0, -1),
  "Sec-WebSocket-Version: 8",
]);

export function asText(lines: readonly string[]): string {
  return [...lines, "", ""].join("\r\n");
}

export interface Served {
  port: number;
  server: Server;
  /** The server's end of the newest connection. */
  socket: () => Socket;
}

const closers: (() => void)[] = [];

export async function serve(
  protocol?: string,
  options: ServerOptions = {},
): Promise<Served> {
  const sockets: Socket[] = [];
  const server = createServer(options, answerPlainRequest);
  server.on("connection", (socket: Socket) => sockets.push(socket));
  server.on("upgrade", (request, socket) => answer(request, socket, protocol));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, server, socket: () => sockets.at(-1) as Socket };
}

function answer(request: IncomingMessage, socket: Duplex, protocol?: string) {
  try {
    acceptUpgrade(request, socket, protocol === undefined ? {} : { protocol });
  } catch (error) {
    if (!(error instanceof HandshakeError)) throw error;
    refuse(socket, error);
  }
}

export function dial({ port }: Served): Socket {
  return connect(port, "127.0.0.1");
}

export async function send(
  served: Served,
  bytes: string | Buffer,
): Promise<string> {
  const socket = dial(served);
  socket.write(bytes);
  return text(socket);
}

export async function closed(socket: Socket): Promise<void> {
  if (!socket.closed) await once(socket, "close");
}

/** Ends every server of the test, with its connections. */
export function closeServers(): void {
  for (const close of closers.splice(0)) close();
}
