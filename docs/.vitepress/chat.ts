// The latest chat the course has, as the site serves it: its page, unchanged,
// in the folder `chat/` beside the pages. `docs/start.ts` starts its server.

import express from "express";
import { cpSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vitepress";
import { root } from "./repository.ts";

const chatPage = join(root, "lessons/05-connection/public");

/** Serves the chat's page while the site is being written. */
export function serveChat(): Plugin {
  return {
    name: "serve-chat",
    configureServer(server) {
      server.middlewares.use(express().use("/chat", express.static(chatPage)));
    },
  };
}

/** Puts the chat's page into a built site. */
export function copyChat(site: string): void {
  cpSync(chatPage, join(site, "chat"), { recursive: true });
}
