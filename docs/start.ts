// npm start: the site and, on the same port, the latest chat of the course.

import express from "express";
import { createServer } from "node:http";
import { join } from "node:path";
import { serverOptions } from "../lessons/05-connection/limits.ts";
import { attachChat } from "../lessons/16-chat/chat.ts";
import { chatPage } from "../lessons/16-chat/server.ts";
import { serve } from "../lessons/serve.ts";
import { buildSite, isStale, site } from "./.vitepress/build.ts";
import { chatPath } from "./.vitepress/chat.ts";

if (isStale()) {
  console.log("the site is missing or older than its pages: building it");
  await buildSite();
}

const app = express().disable("x-powered-by");
app.use("/chat", chatPage());
app.use(express.static(site, { extensions: ["html"] }));
app.use((_request, response) => {
  response.status(404).sendFile(join(site, "404.html"));
});

const server = createServer(serverOptions(), app);
const closeChat = attachChat(server, { path: chatPath });
await serve(server, { port: 4173, stop: closeChat });
