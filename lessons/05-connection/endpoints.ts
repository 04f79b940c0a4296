// Which path of a server speaks what, for the paths that speak WebSocket.

import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { greeting } from "../01-hello-http/http.ts";
import { HandshakeError, refuse } from "../02-handshake/handshake.ts";
import type { Connection } from "./connection.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { type Accept, acceptConnection } from "./websocket.ts";

/** What happens on a connection: it assigns the handlers, and may speak first. */
export type Endpoint = (connection: Connection) => void;

/** How a server accepts, where that is not as the lessons before it do. */
export interface Acceptance {
  accept?: Accept;
  /** The subprotocols it speaks, best first (RFC 6455 §1.9). */
  protocols?: readonly string[];
}

const goingAway = 1001;

// #region attach
/**
 * Accepts WebSockets on the paths of `endpoints`, with or without a slash at the
 * end; refuses every other path with 404. The function returned tells all of
 * them that the server goes (1001) and resolves when their sockets have ended.
 */
export function attachEndpoints(
  server: Server,
  endpoints: Record<string, Endpoint>,
  limits: Limits = defaultLimits,
  { accept = acceptConnection, protocols = [] }: Acceptance = {},
): () => Promise<void> {
  const open = new Set<Connection>();
  server.on("upgrade", (request, socket: Duplex, head) => {
    try {
      const endpoint = find(endpoints, request.url ?? "/");
      const connection = accept(request, socket, head, limits, protocols);
      open.add(connection);
      socket.on("close", () => open.delete(connection));
      endpoint(connection);
    } catch (error) {
      if (!(error instanceof HandshakeError)) throw error;
      refuse(socket, error);
    }
  });
  return async () => {
    const closed = [...open].map((connection) => connection.close(goingAway));
    await Promise.all(closed);
  };
}
// #endregion attach

// A client may ask for the whole address, as it asks a proxy (RFC 9112 §3.2.2).
const origin = /^https?:\/\/[^/?#]+/i;

function find(endpoints: Record<string, Endpoint>, target: string): Endpoint {
  const from = target.replace(origin, "").replace(/[?#].*$/, "") || "/";
  const path = from.replace(/(.)\/$/, "$1");
  const endpoint = Object.hasOwn(endpoints, path) ? endpoints[path] : undefined;
  if (endpoint) return endpoint;
  const paths = Object.keys(endpoints).join(", ");
  throw new HandshakeError("NOT_FOUND", 404, `expected one of ${paths}`);
}

// #region echo
/** Says back what it hears: text as text, binary as binary. */
export const echo: Endpoint = (connection) => {
  connection.onmessage = (message) => connection.send(message);
};
// #endregion echo

// #region talk
/** Greets first, answers what it hears, and counts on while nobody asks. */
export function talk(tickMs: number): Endpoint {
  return (connection) => {
    let ticks = 0;
    const say = (line: string) => connection.send(line).catch(() => undefined);
    const ticker = setInterval(() => void say(`tick ${++ticks}`), tickMs);
    connection.onmessage = (message) => say(`you said ${message.toString()}`);
    connection.onclose = () => clearInterval(ticker);
    void say(greeting);
  };
}
// #endregion talk
