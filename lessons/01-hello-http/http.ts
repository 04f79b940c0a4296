// An HTTP server that answers everybody alike, and a `listen` that never loses
// an error.

import express, { type Express } from "express";
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

export const greeting = "Setting up the server!";

// #region greeter
/** Answers `greeting` as plain text, whatever the path and the method. */
export function greeter(): Express {
  const app = express();
  // Both headers are Express's own: one tells attackers what to try, and with
  // the other, the ETag, a repeated GET would be answered 304.
  app.disable("x-powered-by").disable("etag");
  app.use((_request, response) => {
    response.type("text/plain").send(greeting);
  });
  return app;
}
// #endregion greeter

/** Why a server could not listen, in one sentence. `code` is the system's. */
export class ListenError extends Error {
  readonly code: string;

  constructor(code: string, message: string, cause: Error) {
    super(message, { cause });
    this.name = "ListenError";
    this.code = code;
  }
}

// #region listen
/**
 * Starts `server` on `port` (0 to 65535; 0 lets the system choose).
 *
 * Resolves with the address to open, once connections are accepted. Rejects
 * with a `ListenError` if the port cannot be had.
 */
export async function listen(server: Server, port: number): Promise<string> {
  try {
    server.listen(port);
    await once(server, "listening");
  } catch (error) {
    throw explain(error as NodeJS.ErrnoException, port);
  }
  const { port: chosen } = server.address() as AddressInfo;
  return `http://localhost:${chosen}`;
}
// #endregion listen

// #region explain
function explain(error: NodeJS.ErrnoException, port: number): ListenError {
  const code = error.code ?? "UNKNOWN";
  const why =
    code === "EADDRINUSE"
      ? `expected port ${port} to be free, but another program has it`
      : code === "EACCES"
        ? `expected a port that this user may listen on, got ${port}`
        : `could not listen on port ${port}: ${error.message}`;
  return new ListenError(code, `${why} (PORT=0 takes any free one)`, error);
}
// #endregion explain
