import express, { type Express } from "express";

/**
 * An app for a server that others watch: it answers `GET /health` with `ok` as
 * plain text, and everything else as `greeter()` of `http.ts` does.
 */
export function watched(): Express {
  const app = express();
  // TODO: answer GET /health, then let the greeter have the rest.
  return app;
}
