// The latest chat the course has, as the site serves it: its page, unchanged,
// in the folder `chat/` beside the pages. `docs/start.ts` starts the server for
// a built site; a site that is being written has it from here.

import express from "express";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import type { Plugin } from "vitepress";
import { attachChat } from "../../lessons/16-chat/chat.ts";
import { chatPage } from "../../lessons/16-chat/server.ts";
import { withPolicy } from "./policy.ts";
import { root } from "./repository.ts";

/** Where the chat's WebSockets are, in a site. */
export const chatPath = "/chat/ws";

// The page of lesson 16 has parts that lie in lesson 5, and comes before them.
const folders = ["lessons/05-connection/public", "lessons/16-chat/public"];

/** Serves the chat, its page and its server, while the site is being written. */
export function serveChat(): Plugin {
  return {
    name: "serve-chat",
    configureServer({ middlewares, httpServer }) {
      middlewares.use(express().use("/chat", chatPage()));
      // A server that listens nowhere. The chat refuses whatever is not its own,
      // but on this port Vite has WebSockets, too: it must not see them.
      const chat = createServer();
      const closeChat = attachChat(chat, { path: chatPath });
      httpServer?.on("upgrade", (request: IncomingMessage, socket, head) => {
        if (/^\/chat\/ws\/?(\?|$)/.test(request.url ?? "")) {
          chat.emit("upgrade", request, socket, head);
        }
      });
      httpServer?.once("close", () => void closeChat());
    },
  };
}

/** Puts the chat's page into a built site. */
export function copyChat(site: string): void {
  for (const folder of folders) {
    cpSync(join(root, folder), join(site, "chat"), { recursive: true });
  }
  const page = join(site, "chat/index.html");
  writeFileSync(page, withPolicy(readFileSync(page, "utf8")));
}
