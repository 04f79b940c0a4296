// The attack that the mask is there to stop (RFC 6455 §10.3), in small:
//
//   the page of mallory ──▶         ──▶ the server of mallory
//                           a proxy
//   carol               ──▶         ──▶ the bank
//
// The page may choose what is sent, byte for byte. The browser in which it runs
// does what a browser must; how it masks is what the experiment changes.

import { once } from "node:events";
import {
  createServer,
  get,
  type IncomingMessage,
  type Server,
} from "node:http";
import type { Socket } from "node:net";
import { text } from "node:stream/consumers";
import { listen } from "../../01-hello-http/http.ts";
import { acceptUpgrade } from "../../02-handshake/handshake.ts";
import { encodeFrame, opcodes } from "../frame.ts";
import { applyMask } from "../mask.ts";
import { viewOf } from "../room.ts";
import { CachingProxy } from "./proxy.ts";

export interface Attack {
  /** What the page gives its browser to send. */
  payload: Uint8Array;
  /** What the browser masks it with, if it does. */
  mask?: Uint8Array;
}

export interface Outcome {
  /** The frame, as the proxy sees it. */
  frame: Uint8Array;
  /** The names under which the proxy keeps an answer afterwards. */
  kept: string[];
  /** What carol gets when she asks for the bank's script. */
  script: string;
}

const host = "bank.example";
const path = "/login.js";

/** The request that mallory would like the proxy to see. */
export const wish = Uint8Array.from(
  Buffer.from(`\r\nGET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`),
);

// #region disguise
/** What becomes `wanted` on the wire, if one knows the mask beforehand. */
export function disguise(wanted: Uint8Array, mask: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(wanted);
  applyMask(viewOf(bytes), 0, viewOf(mask).getInt32(0));
  return bytes;
}
// #endregion disguise

/** One attack, on a proxy that keeps nothing yet; then carol asks the bank. */
export async function attack({ payload, mask }: Attack): Promise<Outcome> {
  const frame = encodeFrame({ opcode: opcodes.binary, payload }, mask);
  const mallory = malloryServer();
  const bank = createServer((_asked, answer) => void answer.end(goodScript));
  const proxy = new CachingProxy();

  const toMallory = await proxy.before(await listen(mallory, 0));
  await sendFrame(toMallory, frame);
  const kept = [...proxy.kept.keys()];

  const toBank = await proxy.before(await listen(bank, 0));
  const script = await fetchScript(toBank);
  for (const each of [mallory, bank, proxy]) each.close();
  return { frame, kept, script };
}

const goodScript = "logIn()";
const evilScript = "stealPassword()";

// Not a WebSocket server, but one that acts like it until it is asked to poison.
// Whatever comes, it answers as if it had been asked for the script.
function malloryServer(): Server {
  const answer =
    `HTTP/1.1 200 OK\r\nContent-Length: ${evilScript.length}\r\n\r\n` +
    evilScript;
  return createServer().on("upgrade", (request, socket: Socket) => {
    acceptUpgrade(request, socket);
    socket.once("data", () => socket.end(answer));
  });
}

// What the browser does for the page: the handshake, then one frame. When the
// server's bytes are here, the proxy has read them.
async function sendFrame(url: string, frame: Uint8Array): Promise<void> {
  const headers = {
    Host: "mallory.example",
    Upgrade: "websocket",
    Connection: "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
  };
  const asked = get(`${url}/chat`, { headers });
  const [, socket] = (await once(asked, "upgrade")) as [unknown, Socket];
  socket.write(frame);
  await once(socket, "data");
  socket.destroy();
}

async function fetchScript(url: string): Promise<string> {
  const asked = get(url + path, { headers: { Host: host }, agent: false });
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  return text(answer);
}
