// The broadcast of the readme of `ws`, behind Express: every message is framed
// and written once for every client.

import express from "express";
import { createServer } from "node:http";
import { WebSocket, WebSocketServer } from "ws";

const server = createServer(express());
const sockets = new WebSocketServer({ server, path: "/ws" });

sockets.on("connection", (socket) => {
  socket.on("error", console.error);
  socket.on("message", (data, isBinary) => {
    for (const client of sockets.clients) {
      if (client.readyState !== WebSocket.OPEN) continue;
      client.send(data, { binary: isBinary });
    }
  });
});

server.listen(Number(process.env.PORT), "127.0.0.1");
