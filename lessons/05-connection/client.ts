// The client: the same frames the other way. It asks for the handshake that
// lesson 2 answers, and believes no answer that it has not checked.

import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { request as secureRequest } from "node:https";
import type { Duplex } from "node:stream";
import { acceptKey } from "../02-handshake/handshake.ts";
import type { Connection } from "./connection.ts";
import { type Extension, noExtension, type Offer } from "./extension.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { WebSocketConnection } from "./websocket.ts";

/** Why there is no connection. `code` is stable, the message a sentence. */
export class ConnectError extends Error {
  readonly code: "BAD_URL" | "UNREACHABLE" | "TIMED_OUT" | "NOT_ACCEPTED";

  constructor(code: ConnectError["code"], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "ConnectError";
    this.code = code;
  }
}

// #region connect
/**
 * Connects to a `ws:` or `wss:` address. Resolves once the server's answer has
 * been checked (RFC 6455 §4.1); assign the handlers in the same turn. Rejects
 * with a `ConnectError`. An extension that is offered may be refused (§9.1).
 */
export async function connect(
  address: string,
  limits: Limits = defaultLimits,
  offer?: Offer,
): Promise<Connection> {
  const key = randomBytes(16).toString("base64");
  const asked = ask(parse(address), key, limits.handshakeTimeoutMs, offer);
  const [answer, socket, head] = await answered(asked, address);
  try {
    check(answer, key);
    const granted = grantedBy(answer, offer);
    return new WebSocketConnection("client", socket, head, limits, "", granted);
  } catch (error) {
    socket.destroy();
    throw new ConnectError("NOT_ACCEPTED", (error as Error).message);
  }
}
// #endregion connect

function parse(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && /^wss?:$/.test(url.protocol) && !url.hash) return url;
  throw new ConnectError(
    "BAD_URL",
    `expected a ws: or wss: address without a fragment, got "${address}"`,
  );
}

// #region ask
function ask(
  url: URL,
  key: string,
  timeoutMs: number,
  offer: Offer | undefined,
): ClientRequest {
  const isSecure = url.protocol === "wss:";
  const { hostname, port, pathname, search, host } = url;
  const asked = (isSecure ? secureRequest : request)({
    host: hostname.replace(/^\[|\]$/g, ""), // an IPv6 address stands in brackets
    port: port || (isSecure ? 443 : 80),
    path: pathname + search,
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      Host: host,
      Upgrade: "websocket",
      Connection: "Upgrade",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": key,
      ...(offer && { "Sec-WebSocket-Extensions": offer.header }),
    },
  });
  return asked.end();
}
// #endregion ask

type Answer = [answer: IncomingMessage, socket: Duplex, head: Uint8Array];

async function answered(
  asked: ClientRequest,
  address: string,
): Promise<Answer> {
  const refused = once(asked, "response").then((refusal) => {
    const [{ statusCode }] = refusal as [IncomingMessage];
    asked.destroy();
    const got = `got ${statusCode} and none`;
    throw new ConnectError(
      "NOT_ACCEPTED",
      `expected 101 and an upgrade, ${got}`,
    );
  });
  try {
    return (await Promise.race([once(asked, "upgrade"), refused])) as Answer;
  } catch (error) {
    throw explain(error as Error, address);
  } finally {
    asked.on("error", () => undefined); // the connection hears of later ones
    refused.catch(() => undefined);
  }
}

function explain(error: NodeJS.ErrnoException, address: string): ConnectError {
  if (error instanceof ConnectError) return error;
  const isLate = error.name === "AbortError" || error.name === "TimeoutError";
  const code = isLate ? "TIMED_OUT" : "UNREACHABLE";
  // A name with several addresses fails with several errors and no message.
  const why = error.message || (error.code ?? error.name);
  const got = isLate ? "none in time" : why;
  const message = `expected an answer from ${address}, got ${got}`;
  return new ConnectError(code, message, error);
}

// #region check
/** Throws a `RangeError` if `answer` is none to `key` (RFC 6455 §4.1). */
function check({ headers }: IncomingMessage, key: string): void {
  const { upgrade, connection } = headers;
  const accept = headers["sec-websocket-accept"];
  const protocol = headers["sec-websocket-protocol"];
  if (upgrade?.toLowerCase() !== "websocket")
    throw wrong("Upgrade: websocket", upgrade);
  if (!/(^|,)\s*upgrade\s*(,|$)/i.test(connection ?? ""))
    throw wrong("Connection: Upgrade", connection);
  if (accept !== acceptKey(key)) throw wrong("the accept key", accept);
  if (protocol !== undefined) throw wrong("no subprotocol", protocol);
}
// #endregion check

function grantedBy({ headers }: IncomingMessage, offer?: Offer): Extension {
  const answer = headers["sec-websocket-extensions"];
  if (answer === undefined) return noExtension;
  if (!offer) throw wrong("no extension", answer);
  return offer.granted(answer);
}

function wrong(expected: string, got: string | undefined): RangeError {
  return new RangeError(`expected ${expected}, got ${got ?? "none"}`);
}
