import express, { type Express } from "express";
import { greeter } from "../http.ts";

/**
 * An app for a server that others watch: it answers `GET /health` with `ok` as
 * plain text, and everything else as `greeter()` of `http.ts` does.
 */
export function watched(): Express {
  const app = express();
  app.get("/health", (_request, response) => {
    response.type("text/plain").send("ok");
  });
  app.use(greeter());
  return app;
}
