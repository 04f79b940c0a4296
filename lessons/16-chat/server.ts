// The chat's HTTP server: the page's files, the chat's path, and how much time a
// stranger may take.

import express, { type Express } from "express";
import { createServer, type Server, type ServerOptions } from "node:http";
import { join } from "node:path";
import { answerPlainRequest } from "../02-handshake/handshake.ts";
import { attachChat, type ChatOptions } from "./chat.ts";

// #region patience
/** Milliseconds; Node's own are a minute, five minutes and half a minute. */
const patience: ServerOptions = {
  headersTimeout: 10_000, // for the headers of a request, a handshake's too
  requestTimeout: 20_000, // for all of a request
  connectionsCheckingInterval: 2_000, // how late the two may be noticed
};
// #endregion patience

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
export function createChat(
  options: ChatOptions = {},
  times: ServerOptions = patience,
): { server: Server; stop: () => Promise<void> } {
  const server = createServer(times, chatPage(options.path));
  return { server, stop: attachChat(server, options) };
}
