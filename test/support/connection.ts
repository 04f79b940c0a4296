// Servers and raw peers for the tests of a connection. A raw peer does the
// handshake by hand and says what it is told, byte by byte, in hex.

import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { listen } from "../../lessons/01-hello-http/http.ts";
import type { Connection } from "../../lessons/05-connection/connection.ts";
import {
  defaultLimits,
  type Limits,
} from "../../lessons/05-connection/limits.ts";
import {
  type Accept,
  acceptConnection,
} from "../../lessons/05-connection/websocket.ts";

export interface TestServer {
  url: string;
  port: number;
  server: Server;
}

/** A server that hands each connection to `enter`, for one test. */
export async function startServer(
  enter: (connection: Connection) => void,
  limits: Partial<Limits> = {},
  accept: Accept = acceptConnection,
): Promise<TestServer> {
  const server = createServer();
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => sockets.add(socket));
  server.on("upgrade", (request, socket, head) => {
    enter(accept(request, socket, head, { ...defaultLimits, ...limits }));
  });
  const url = await listen(server, 0);
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    url: url.replace("http", "ws"),
    port: Number(new URL(url).port),
    server,
  };
}

/** What the raw peer has seen and may do. */
export interface RawPeer {
  socket: Socket;
  send: (hex: string) => void;
  /** Resolves with the next `count` bytes, in hex. */
  read: (count: number) => Promise<string>;
  /** Resolves with all that is left, in hex, when the server has ended. */
  rest: () => Promise<string>;
}

/** A client that has done the handshake and shows no frame that it gets. */
export async function rawPeer(port: number, path = "/"): Promise<RawPeer> {
  const socket = connect({ port, host: "localhost", allowHalfOpen: true });
  socket.on("error", () => undefined);
  onTestFinished(() => void socket.destroy());
  let received = Buffer.alloc(0);
  let hasEnded = false;
  const changed = () => socket.emit("changed");
  socket.on("data", (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    changed();
  });
  const over = () => {
    hasEnded = true;
    changed();
  };
  socket.on("end", over).on("close", over);
  const until = async (isThere: () => boolean) => {
    while (!isThere() && !hasEnded) await once(socket, "changed");
  };
  const take = (count: number) => {
    const bytes = received.subarray(0, count);
    received = received.subarray(count);
    return bytes.toString("hex");
  };

  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n` +
      "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" +
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );
  await until(() => received.includes("\r\n\r\n"));
  take(received.indexOf("\r\n\r\n") + 4);
  return {
    socket,
    send: (hex) =>
      void socket.write(Buffer.from(hex.replace(/\s/g, ""), "hex")),
    read: async (count) => {
      await until(() => received.length >= count);
      return take(count);
    },
    rest: async () => {
      await until(() => false);
      return take(received.length);
    },
  };
}

/** A promise and the function that fulfils it. */
export function latch<T>(): [promise: Promise<T>, open: (value: T) => void] {
  let open: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => (open = resolve));
  return [promise, open];
}
