// Handshakes that a server gets over a socket in memory, and what it must make of
// them: 101 for one that RFC 6455 §4.2.1 and RFC 9112 allow, read here a second
// time, and for everything else a refusal and the end of the socket.

import { createServer } from "node:http";
import { answerPlainRequest } from "../../../lessons/02-handshake/handshake.ts";
import {
  attachEndpoints,
  echo,
} from "../../../lessons/05-connection/endpoints.ts";
import {
  limitsFor,
  serverOptions,
} from "../../../lessons/05-connection/limits.ts";
import { mostMs, same, spentMs, Wire } from "./memory.ts";
import { acceptKeyOf, expectedOf } from "./request-oracle.ts";
import type { Request } from "./requests.ts";

const maxHeaderBytes = 1_024;
const limits = limitsFor(1_024, { maxHeaderBytes });

const server = createServer(serverOptions(limits), answerPlainRequest);
attachEndpoints(server, { "/echo": echo }, limits);

const mostChunks = 1_000;
const masked = "\x81\x82\0\0\0\0hi";

/** What a server did with a request. */
export interface Reply {
  /** All that it answered, in latin1. */
  answer: string;
  /** Had it answered, and not ended the socket, before the peer did? */
  isLeftOpen: boolean;
  ms: number;
}

export async function ask({ text, chunk }: Request): Promise<Reply> {
  const wire = new Wire(false);
  const began = spentMs();
  const closed = new Promise((resolve) => wire.on("close", resolve));
  server.emit("connection", wire);
  const bytes = Buffer.from(text, "latin1");
  const step = Math.max(chunk, Math.ceil(bytes.length / mostChunks));
  for (let at = 0; at < bytes.length; at += step) {
    wire.push(bytes.subarray(at, at + step));
  }
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  const isOver = wire.writableEnded || wire.destroyed;
  const isLeftOpen = wire.written.length > 0 && !isOver;
  wire.push(null);
  await closed;
  const answer = Buffer.concat(wire.written).toString("latin1");
  return { answer, isLeftOpen, ms: spentMs() - began };
}

/** Throws unless `reply` is what `request` must get. */
export function checkReply({ text }: Request, reply: Reply): string {
  const { answer, isLeftOpen, ms } = reply;
  const must = expectedOf(text, maxHeaderBytes);
  const got = /^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? "nothing";
  if (ms > mostMs) throw new Error(`it took ${ms} ms`);
  if (got === "101") {
    if (must.kind === "refused") throw new Error(`${must.why}, got 101`);
    const [head = "", frames] = answer.split("\r\n\r\n");
    const accept = /^Sec-WebSocket-Accept: (.*)$/m.exec(head)?.[1];
    same("the accept key", [accept], [acceptKeyOf(must.key)]);
    if (must.frames === masked) same("the echo", [frames], ["\x81\x02hi"]);
    return got;
  }
  if (must.kind === "accepted") throw new Error(`expected 101, got ${got}`);
  // Node itself answers 417, and lets the peer try again for five seconds.
  if (isLeftOpen && got !== "417")
    throw new Error(`got ${got}, and the socket is open`);
  if (!/^(4\d\d|nothing)$/.test(got)) throw new Error(`got ${got}`);
  return got;
}
