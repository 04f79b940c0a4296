import express from "express";
import { createServer } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { listen } from "../01-hello-http/http.ts";
import { answerPlainRequest } from "../02-handshake/handshake.ts";
import { opcodes } from "../03-frames/frame.ts";
import { decodeClose } from "../04-messages/close.ts";
import { runDemo } from "../demo.ts";
import { readNumber, serve } from "../serve.ts";
import { attachChat } from "./chat.ts";
import { connect } from "./client.ts";
import * as goodbyes from "./demo/goodbye.ts";
import { type Note, talk as talkOnTheWire } from "./demo/wire.ts";
import { offers, throwBomb, weighLetters } from "./deflate/story.ts";
import { attachEndpoints, echo, talk } from "./endpoints.ts";
import { defaultLimits, limitsFor, serverOptions } from "./limits.ts";
import { TangledRoom } from "./tangle.ts";

await runDemo({ server, talk: talkBothWays, tangle, deflate, bytes, goodbye });

async function server(): Promise<void> {
  const limits = limitsFor(
    readNumber("MAX_MESSAGE_BYTES", defaultLimits.maxMessageBytes),
  );
  const app = express().disable("x-powered-by");
  app.use("/chat", express.static(join(import.meta.dirname, "public")));
  app.use(answerPlainRequest);
  const server = createServer(serverOptions(limits), app);
  const endpoints = { "/": talk(1_000), "/echo": echo };
  const stop = attachChat(server, endpoints, limits);
  const url = await serve(server, { port: 3000, stop });
  console.log(`the chat is at ${url}/chat/, an echo at ${url}/echo`);
}

async function talkBothWays(): Promise<void> {
  const server = createServer();
  const stop = attachEndpoints(server, { "/": talk(500) });
  const url = await listen(server, 0);
  const client = await connect(url.replace("http", "ws"));
  client.onmessage = (message) => {
    const line = message.toString();
    console.log(`server says "${line}"`);
    if (line.startsWith("Setting up")) ["one", "two"].forEach(say);
    if (line === "tick 2") void client.close(1000, "bye");
  };
  client.onclose = (code, reason) => {
    console.log(`the connection has ended with ${code} "${reason}"`);
    void stop().then(() => server.close());
  };

  function say(line: string): void {
    console.log(`client says "${line}"`);
    void client.send(line);
  }
}

async function tangle(): Promise<void> {
  const room = new TangledRoom(50);
  const server = createServer();
  attachEndpoints(server, { "/": (connection) => room.enter(connection) });
  const url = (await listen(server, 0)).replace("http", "ws");

  const bob = await connect(url);
  bob.pause();
  console.log("bob joins, and stops reading");
  const carol = await connect(url);
  let heard = 0;
  carol.onmessage = () => void heard++;
  console.log("carol joins, and reads all she gets");
  const alice = await connect(url);

  const line = "x".repeat(64 * 1024 - 1);
  const isStuck = () => Promise.race([alice.send(line), sleep(500, "stuck")]);
  while ((await isStuck()) !== "stuck");
  // What is on its way to carol may take a while on a busy machine.
  for (let last = -1; last !== heard; await sleep(250)) last = heard;
  console.log("alice talks until nobody takes a word from her any more");

  const before = heard;
  await sleep(300);
  console.log(`in 6 ticks carol hears ${heard - before} of them`);

  let failures = 0;
  process.on("unhandledRejection", (error: Error) => {
    if (failures++ > 0) return;
    console.log(`a tick fails, and nobody handles it: ${error.message}`);
  });
  carol.onclose = (code) => console.log(`carol is told ${code}`);
  const quit = room.quit().then(() => "done");
  const state = await Promise.race([quit, sleep(1_000, "not done")]);
  console.log(`one second after quit: ${state}, carol waits`);
  process.exit();
}

async function deflate(): Promise<void> {
  const letters = [
    '{"kind":"said","name":"alice","text":"is anybody there?"}',
    '{"kind":"said","name":"bob","text":"I am, and the tea is ready"}',
    '{"kind":"said","name":"alice","text":"green tea?"}',
    '{"kind":"said","name":"bob","text":"green, as always"}',
    '{"kind":"said","name":"alice","text":"is the tea too hot?"}',
    '{"kind":"said","name":"bob","text":"it is ready, I said"}',
  ];
  console.log(`bytes on the wire of ${letters.length} letters, and of all`);
  for (const [name, offer] of Object.entries(offers)) {
    const weights = await weighLetters(letters, offer);
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    const cells = [...weights, all].map((bytes) => String(bytes).padStart(5));
    console.log(name.padEnd(29) + cells.join(""));
  }

  const mebibytes = 32;
  const { packedBytes, code, reason } = await throwBomb(mebibytes * 1024 ** 2);
  console.log(`\na client packs ${mebibytes} MiB into ${packedBytes} bytes`);
  console.log(`the server answers ${code}: ${reason}`);
}

async function bytes(): Promise<void> {
  console.log("              header  mask         payload");
  for (const note of await talkOnTheWire("tea")) {
    console.log(describe(note));
  }
}

function describe({ who, frame }: Note): string {
  if (!frame) return `${who} ends its half of TCP`;
  const { opcode, payload, bytes } = frame;
  const maskedAt = bytes.length - payload.length;
  const cells = [
    hex(bytes.subarray(0, 2)).padEnd(8),
    hex(bytes.subarray(2, maskedAt)).padEnd(13),
    hex(bytes.subarray(maskedAt)).padEnd(16),
  ];
  return `${who} sends  ${cells.join("")}${read(opcode, payload)}`;
}

function read(opcode: number, payload: Uint8Array): string {
  if (opcode !== opcodes.close) return `"${Buffer.from(payload).toString()}"`;
  const { code, reason } = decodeClose(payload);
  return `close ${code}${reason && ` "${reason}"`}`;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex").replace(/..\B/g, "$& ");
}

async function goodbye(): Promise<void> {
  const { lines, end } = goodbyes;
  console.log(`the server says ${lines} lines and leaves; the client hears`);
  const tell = async (how: string, ending: goodbyes.Ending) => {
    const { lines: heard, code } = await end(ending);
    const many = heard === lines ? `all ${lines}` : "not all";
    console.log(`${many.padEnd(9)} ${code}  ${how}`);
  };
  await tell("all is read, it closes its socket", {
    reads: true,
    leave: (connection) => connection.destroy(),
  });
  await tell("a letter lies unread, it closes its socket", {
    reads: false,
    leave: (connection) => connection.destroy(),
  });
  await tell("a letter lies unread, it says goodbye", {
    reads: false,
    leave: (connection) => void connection.close(),
  });
}
