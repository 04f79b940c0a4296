// The chat's HTTP server: the page's files, the chat's path, and the limits that
// hold for a stranger's request.

import express, { type Express } from "express";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { answerPlainRequest } from "../02-handshake/handshake.ts";
import { serverOptions } from "../05-connection/limits.ts";
import { attachChat, type ChatOptions } from "./chat.ts";

// #region headers
// What a page from here may do: talk to where it came from, and nothing else.
// Nobody else may frame it, and no file is taken for what it does not say it is.
const headers = {
  "Content-Security-Policy":
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'self'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
} as const;
// #endregion headers

// What the page shares with that of lesson 5 lies there.
const folders = ["public", "../05-connection/public"];

// #region app
/** Serves the page, and says on `path` that it takes WebSockets (426). */
export function chatPage(path = "/ws"): Express {
  const app = express().disable("x-powered-by");
  app.use((_request, response, next) => {
    response.set(headers);
    next();
  });
  app.all(path, answerPlainRequest);
  for (const folder of folders) {
    app.use(express.static(join(import.meta.dirname, folder)));
  }
  return app;
}
// #endregion app

/** A server of the chat that does not listen yet, and what stops its chat. */
export function createChat(options: ChatOptions = {}): {
  server: Server;
  stop: () => Promise<void>;
} {
  const { path, limits } = options;
  const server = createServer(serverOptions(limits), chatPage(path));
  return { server, stop: attachChat(server, options) };
}
