// The latest chat the course has, as the site serves it: its page, unchanged,
// in the folder `chat/` beside the pages. `docs/start.ts` starts the server for
// a built site; a site that is being written has it from here.

import express from "express";
import { cpSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import type { Plugin } from "vitepress";
import { attachChat } from "../../lessons/05-connection/chat.ts";
import { root } from "./repository.ts";

const chatPage = join(root, "lessons/05-connection/public");

/** Serves the chat, its page and its server, while the site is being written. */
export function serveChat(): Plugin {
  return {
    name: "serve-chat",
    configureServer({ middlewares, httpServer }) {
      middlewares.use(express().use("/chat", express.static(chatPage)));
      // A server that listens nowhere. The chat refuses whatever is not its own,
      // but on this port Vite has WebSockets, too: it must not see them.
      const chat = createServer();
      const closeChat = attachChat(chat);
      httpServer?.on("upgrade", (request: IncomingMessage, socket, head) => {
        if (/^\/chat\/?(\?|$)/.test(request.url ?? "")) {
          chat.emit("upgrade", request, socket, head);
        }
      });
      httpServer?.once("close", () => void closeChat());
    },
  };
}

/** Puts the chat's page into a built site. */
export function copyChat(site: string): void {
  cpSync(chatPage, join(site, "chat"), { recursive: true });
}
