// The handshake: one HTTP request that asks to stop speaking HTTP, and the one
// answer that agrees.
//
//   client                                    server
//   GET /chat HTTP/1.1
//   Upgrade: websocket
//   Connection: Upgrade
//   Sec-WebSocket-Version: 13
//   Sec-WebSocket-Key: <16 random bytes>  ──▶ checkUpgrade
//                                         ◀── HTTP/1.1 101 Switching Protocols
//                                             Upgrade: websocket
//                                             Connection: Upgrade
//                                             Sec-WebSocket-Accept: <accept key>
//   ══════ no HTTP from here on: frames, both ways, until one side ends ══════
//
// Always true:
//   - a request is accepted whole or refused for one reason; before a refusal
//     nothing has been written to its socket
//   - of what the client sent, nothing reaches a header of the answer but the
//     accept key computed from it and a protocol that is one plain token
//   - a refused socket is gone within `lingerMs`, whatever its client does
//
// How long a client may take over its request is the HTTP server's business:
// `createServer({ headersTimeout })`, one minute unless you say otherwise.

import { createHash } from "node:crypto";
import {
  STATUS_CODES,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { Duplex } from "node:stream";
import { HandshakeError, wrong } from "./refusal.ts";

export { HandshakeError };

/** What an opening handshake consists of, once `node:http` has parsed it. */
export type UpgradeRequest = Pick<
  IncomingMessage,
  "method" | "httpVersion" | "headers"
> &
  Partial<Pick<IncomingMessage, "headersDistinct">>;

// #region acceptKey
// RFC 6455 §1.3 fixes this UUID for everybody. It is no secret: it is a word
// that only somebody who has read the RFC will say.
export const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/**
 * The `Sec-WebSocket-Accept` that answers `key`: proof that the server has read
 * this very request and speaks this protocol (RFC 6455 §4.2.2).
 *
 * ```ts
 * acceptKey("dGhlIHNhbXBsZSBub25jZQ==") // => "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
 * ```
 */
export function acceptKey(key: string): string {
  return createHash("sha1")
    .update(key + guid)
    .digest("base64");
}
// #endregion acceptKey

// #region checkUpgrade
/**
 * Reads `request` by the list of RFC 6455 §4.2.1, whose numbers stand beside.
 * Returns the accept key to answer with; throws a `HandshakeError` for the
 * first thing that is wrong.
 */
export function checkUpgrade(request: UpgradeRequest): string {
  const { method, httpVersion, headers } = request;
  const { host, upgrade, connection } = headers;
  const hosts = request.headersDistinct?.["host"] ?? [];
  const body = bodyOf(headers);
  const key = headers["sec-websocket-key"];
  const version = headers["sec-websocket-version"];

  if (method !== "GET") throw wrong.method(method); // 1.
  if (!(Number(httpVersion) >= 1.1)) throw wrong.httpVersion(httpVersion);
  if (!host) throw wrong.host(host); // 2.
  if (hosts.length > 1) throw wrong.hosts(hosts.join(", ")); // RFC 9112 §3.2
  if (!lists(upgrade, "websocket")) throw wrong.upgrade(upgrade); // 3.
  if (!lists(connection, "upgrade")) throw wrong.connection(connection); // 4.
  if (!key || !sixteenBytes.test(key)) throw wrong.key(key); // 5.
  if (version !== "13") throw wrong.version(version); // 6.
  if (body) throw wrong.body(body); // RFC 9110 §7.8

  return acceptKey(key);
}
// #endregion checkUpgrade

// #region lists
// Such a header is a list, and capitals do not matter: Firefox sends
// `Connection: keep-alive, Upgrade` (RFC 9110 §5.6.1, §7.6.1, §7.8).
function lists(header: string | undefined, word: string): boolean {
  return itemsOf(header).some((item) => item.toLowerCase() === word);
}

function itemsOf(header: string | undefined): string[] {
  return (header ?? "").split(",").map((item) => item.trim());
}
// #endregion lists

// A body would lie where frames are expected, and be read as such. Nobody may
// change the protocol in the middle of a message (RFC 9110 §7.8).
function bodyOf(headers: UpgradeRequest["headers"]): string | undefined {
  const length = headers["content-length"] ?? "0";
  const coding = headers["transfer-encoding"];
  if (coding !== undefined) return `Transfer-Encoding: ${coding}`;
  return Number(length) === 0 ? undefined : `Content-Length: ${length}`;
}

// 16 bytes in base64: 22 characters and two signs of padding. Two keys, which
// node:http joins with a comma, never look like one.
const sixteenBytes = /^[A-Za-z0-9+/]{22}==$/;

/** What a server may grant beside the connection itself. */
export interface Grant {
  /** The subprotocol: one of those the client offered. */
  protocol?: string | undefined;
  /** The extensions, as the header shall name them (RFC 6455 §9.1). */
  extensions?: string | undefined;
}

// #region acceptUpgrade
/**
 * Answers 101, naming what is granted (RFC 6455 §4.2.2). Frames come next.
 *
 * Throws a `HandshakeError`, and writes nothing, if the request is to be
 * refused. A socket beyond writing is destroyed without a word. From here on an
 * error of the socket cannot end the process: its "close" tells the story.
 */
export function acceptUpgrade(
  request: UpgradeRequest,
  socket: Duplex,
  { protocol, extensions }: Grant = {},
): void {
  const headers: Record<string, string> = {
    Upgrade: "websocket",
    Connection: "Upgrade",
    "Sec-WebSocket-Accept": checkUpgrade(request),
  };
  if (protocol !== undefined)
    headers["Sec-WebSocket-Protocol"] = settle(request, protocol);
  if (extensions) headers["Sec-WebSocket-Extensions"] = extensions;

  socket.on("error", leaveItToClose);
  if (socket.writable) socket.write(head(101, headers));
  else socket.destroy();
}
// #endregion acceptUpgrade

/** The first of the protocols we speak that the client offers, if any. */
export function chooseProtocol(
  { headers }: UpgradeRequest,
  spoken: readonly string[],
): string | undefined {
  const offered = itemsOf(headers["sec-websocket-protocol"]);
  return spoken.find((protocol) => offered.includes(protocol));
}

// What HTTP calls a token (RFC 9110 §5.6.2): no space, no comma and, above all,
// no line break, with which a header of our own could be smuggled in.
const token = /^[\w!#$%&'*+.^`|~-]+$/;

function settle(request: UpgradeRequest, protocol: string): string {
  const offer = request.headers["sec-websocket-protocol"];
  if (token.test(protocol) && itemsOf(offer).includes(protocol))
    return protocol;
  throw wrong.protocol(protocol, offer);
}

// Long enough for a refusal to cross the world and be read; short enough that
// a client which never hangs up holds nothing worth having.
const lingerMs = 2_000;

// #region refuse
/**
 * Answers `error` on a socket that `node:http` has handed over ("upgrade"), and
 * closes it: when the client hangs up too, or by force after two seconds.
 */
export function refuse(socket: Duplex, error: HandshakeError): void {
  socket.on("error", leaveItToClose);
  if (!socket.writable) return void socket.destroy();

  const deadline = setTimeout(() => socket.destroy(), lingerMs).unref();
  socket.once("close", () => clearTimeout(deadline));
  // What still arrives is read and dropped. Unread, it would hide that the
  // client hangs up, and TCP would close with a reset, which may overtake us.
  socket.resume();
  socket.end(head(error.status, error.headers) + error.body);
}
// #endregion refuse

/**
 * A request listener for a server that speaks WebSocket and nothing else: it
 * answers what is wrong, most often that nobody asked to upgrade (426).
 */
export function answerPlainRequest(
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const error = faultOf(request) ?? wrong.upgrade(undefined);
  response.writeHead(error.status, error.headers).end(error.body);
}

function faultOf(request: UpgradeRequest): HandshakeError | undefined {
  try {
    checkUpgrade(request);
  } catch (error) {
    if (error instanceof HandshakeError) return error;
    throw error;
  }
  return undefined;
}

function head(status: number, headers: Record<string, string>): string {
  const lines = Object.entries(headers).map(
    ([name, text]) => `${name}: ${text}\r\n`,
  );
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n`;
}

// node:net follows every "error" with a "close", and that is where the owner of
// a socket learns of its end. Without a listener the process would end as well.
function leaveItToClose(): void {}
