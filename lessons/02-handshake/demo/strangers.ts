// Servers that answer 101 and have never heard of WebSocket, and what becomes
// of a client that believes them.
//
//   a mirror   copies the headers of the request into its answer
//   a cache    gives everybody the answer that somebody got yesterday
//
// To both an upgrade is one more request: after their 101 they wait for HTTP.
// An experiment of this lesson's demo; nothing later is built on it.

import { once } from "node:events";
import { createServer as createHttpServer, get } from "node:http";
import type { IncomingMessage } from "node:http";
import {
  type AddressInfo,
  createServer,
  type Server,
  type Socket,
} from "node:net";
import { acceptUpgrade } from "../handshake.ts";

// A client takes 16 random bytes each time (RFC 6455 §4.1). The demo takes
// these, so that every run prints the same.
export const todaysKey = "dGhlIHNhbXBsZSBub25jZQ==";
export const yesterdaysKey = "eWVzdGVyZGF5J3Mga2V5IQ==";

export interface Host {
  url: string;
  close: () => void;
}

// #region strangers
/** Copies the headers that came. */
export function mirror(): Promise<Host> {
  return plainHttp((request) => {
    const [, ...headers] = request.split("\r\n");
    return ["HTTP/1.1 101 Switching Protocols", ...headers].join("\r\n");
  });
}

/** Keeps the answer that `origin` gave yesterday, and gives it to everybody. */
export async function cache(origin: string): Promise<Host> {
  const { accept, hangUp } = await knock(origin, yesterdaysKey);
  hangUp();
  const kept =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n" +
    `Connection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`;
  return plainHttp(() => kept);
}
// #endregion strangers

// HTTP and nothing else: a request is answered, and what is none gets a 400.
// Each comes in one piece here, because its sender is on the same machine.
function plainHttp(answer: (request: string) => string): Promise<Host> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined); // "close" follows, and that is all
    socket.on("data", (bytes) => {
      const heard = bytes.toString("latin1");
      if (/^[A-Z]+ \S+ HTTP\/1\.\d\r\n/.test(heard))
        socket.write(answer(heard));
      else socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
    });
  });
  return open(server);
}

// "hello" in a frame, there and back: lesson 3 takes such bytes apart.
const helloOfClient = Buffer.from("818537fa213d5f9f4d5158", "hex");
const helloOfServer = Buffer.from("810568656c6c6f", "hex");

/** One that does know WebSocket, and answers a frame with a frame. */
export function webSocketServer(): Promise<Host> {
  const server = createHttpServer();
  server.on("upgrade", (request, socket: Socket) => {
    acceptUpgrade(request, socket);
    socket.once("data", () => socket.end(helloOfServer));
  });
  return open(server);
}

async function open(server: Server): Promise<Host> {
  await once(server.listen(0), "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}`, close: () => server.close() };
}

export interface Knock {
  /** The `Sec-WebSocket-Accept` of the answer, if it has one. */
  accept: string | undefined;
  /** Says hello in a frame; resolves with what is heard, up to a line's end. */
  sayHello: () => Promise<string>;
  hangUp: () => void;
}

/** Asks to upgrade, and looks at nothing but the 101. */
export async function knock(url: string, key: string): Promise<Knock> {
  const headers = {
    Upgrade: "websocket",
    Connection: "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": key,
  };
  const asked = get(`${url}/chat`, { headers });
  const [answer, socket] = (await once(asked, "upgrade")) as [
    IncomingMessage,
    Socket,
  ];
  return {
    accept: answer.headers["sec-websocket-accept"],
    sayHello: () => sayHello(socket),
    hangUp: () => void socket.destroy(),
  };
}

async function sayHello(socket: Socket): Promise<string> {
  socket.write(helloOfClient);
  const [heard] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  if (heard.equals(helloOfServer)) return "hello, in a frame";
  return heard.toString("latin1").replace(/\r\n[^]*/, "");
}
