import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { listen } from "../01-hello-http/http.ts";
import { runDemo } from "../demo.ts";
import {
  acceptKey,
  acceptUpgrade,
  answerPlainRequest,
  HandshakeError,
  refuse,
} from "./handshake.ts";
import { type Conversation, converse } from "./costs/conversation.ts";
import { polling } from "./costs/polling.ts";
import { play, tabulate, tabulatePolling, ways } from "./costs/story.ts";
import { webSocket } from "./costs/websocket.ts";
import * as strangers from "./demo/strangers.ts";

async function bytes(): Promise<void> {
  const messages = [
    "hello?",
    "anybody there?",
    "the tea is ready",
    "green, as always",
    "I can hear you typing",
    "take your time",
    "it is getting cold",
    "I will drink yours too",
    "done",
    "there is cake, though",
  ];
  const size = Buffer.byteLength(messages.join(""));
  const everyMs = 3_000;
  const lengthMs = messages.length * everyMs - 1;
  const sayings = messages.map((message, at) => {
    return { atMs: at * everyMs, by: "server", message } as const;
  });
  const setting = { lengthMs, tripMs: 50 };
  console.log(`ten messages, ${size} bytes of text, go to one client`);
  console.log("                        requests  bytes up  bytes down  in all");
  const often = await converse(polling(everyMs / 3), sayings, setting);
  row("polling, 2 of 3 in vain", often);
  const seldom = await converse(polling(everyMs), sayings, setting);
  row("polling, never in vain", seldom);
  row("WebSocket", await converse(webSocket, sayings, setting));
  row("  its handshake alone", await converse(webSocket, [], setting));
}

function row(name: string, conversation: Conversation): void {
  const { requests, upBytes, downBytes } = conversation;
  const cells = [requests, upBytes, downBytes, upBytes + downBytes];
  const widths = [9, 10, 12, 8];
  const numbers = cells.map((cell, at) =>
    String(cell).padStart(widths[at] ?? 0),
  );
  console.log(name.padEnd(23) + numbers.join(""));
}

async function handshake(): Promise<void> {
  const server = webSocketServer();
  const asked = request({});
  const answer = await ask(await listen(server, 0), asked);
  console.log(`the client asks\n\n${indent(asked)}`);
  console.log(`\nthe server agrees\n\n${indent(answer)}`);
  server.close();
}

async function knocks(): Promise<void> {
  const server = webSocketServer();
  const url = await listen(server, 0);
  const knock = async (who: string, request: string) =>
    console.log(`${who.padEnd(19)}${verdict(await ask(url, request))}`);
  const firefox = "keep-alive, Upgrade";

  await knock("Chrome asks", request({}));
  await knock("Firefox asks", request({ Connection: firefox }));
  await knock(
    "somebody shouts",
    request({ Upgrade: "WEBSOCKET", Connection: "UPGRADE" }),
  );
  await knock(
    "a plain GET comes",
    request({ Upgrade: none, Connection: none }),
  );
  await knock("a POST comes", request({}, "POST /chat HTTP/1.1"));
  await knock("an old proxy asks", request({}, "GET /chat HTTP/1.0"));
  await knock("a header got lost", request({ Connection: none }));
  await knock("a short key comes", request({ "Sec-WebSocket-Key": "dGhl" }));
  await knock("a 2011 draft asks", request({ "Sec-WebSocket-Version": "8" }));
  server.close();
}

async function stranger(): Promise<void> {
  const { todaysKey, yesterdaysKey } = strangers;
  const server = await strangers.webSocketServer();
  const mirror = await strangers.mirror();
  const cache = await strangers.cache(server.url);

  console.log("a mirror answers 101, with the headers that it was sent");
  await meet(mirror.url, todaysKey);
  console.log("a cache answers 101, as it was answered yesterday");
  await meet(cache.url, todaysKey);
  console.log("the cache again, asked with the key of yesterday");
  await meet(cache.url, yesterdaysKey);
  console.log("a WebSocket server answers 101");
  await meet(server.url, todaysKey);
  for (const host of [mirror, cache, server]) host.close();
}

async function meet(url: string, key: string): Promise<void> {
  const credulous = await strangers.knock(url, key);
  const heard = await credulous.sayHello();
  console.log(`  who believes any 101 says hello, and hears: ${heard}`);

  const careful = await strangers.knock(url, key);
  if (careful.accept === acceptKey(key)) {
    const heard = await careful.sayHello();
    return console.log(`  who checks the key says hello, and hears: ${heard}`);
  }
  careful.hangUp();
  const [expected, got] = [acceptKey(key), careful.accept ?? "none"].map(brief);
  console.log(
    `  who checks the key hangs up: expected ${expected}, got ${got}`,
  );
}

function brief(key: string): string {
  return key.length > 9 ? `${key.slice(0, 8)}…` : key;
}

// #region server
function webSocketServer(): Server {
  const server = createServer(answerPlainRequest);
  server.on("upgrade", (request, socket) => {
    try {
      acceptUpgrade(request, socket);
      socket.end(); // Frames would follow here: lesson 3.
    } catch (error) {
      if (!(error instanceof HandshakeError)) throw error;
      refuse(socket, error);
    }
  });
  return server;
}
// #endregion server

const none = undefined;

function request(
  changes: Record<string, string | undefined>,
  line = "GET /chat HTTP/1.1",
): string {
  const headers: Record<string, string | undefined> = {
    Host: "chat.example",
    Upgrade: "websocket",
    Connection: "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    ...changes,
  };
  const lines = Object.entries(headers)
    .filter(([, value]) => value !== none)
    .map(([name, value]) => `${name}: ${value}`);
  return [line, ...lines, "", ""].join("\r\n");
}

async function ask(url: string, request: string): Promise<string> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(request);
  return text(socket);
}

function verdict(answer: string): string {
  const [head = "", reason = ""] = answer.split("\r\n\r\n");
  const [, status = ""] = head.split(" ");
  return `${status} ${reason}`.trim();
}

function indent(lines: string): string {
  return lines
    .replace(/^(?=.)/gm, "  ")
    .replaceAll("\r", "")
    .trimEnd();
}

const costs = () => print(tabulate(Object.values(ways)));

const intervals = () => {
  const words = process.argv.slice(3);
  const some = words.length > 0 ? words : ["0", "200", "1000", "5000"];
  return print(tabulatePolling(some));
};

const scene = () => print(play(process.argv[3] ?? "polling"));

async function print(lines: Promise<string[]>): Promise<void> {
  try {
    console.log((await lines).join("\n"));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

await runDemo({ bytes, handshake, knocks, costs, intervals, scene, stranger });
