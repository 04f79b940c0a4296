// The chat of socket.io's tutorial, over WebSocket alone.

import express from "express";
import { createServer } from "node:http";
import { peersOf } from "../../peers.js";

const { Server } = await peersOf("chat").importPeer("socket.io");
const server = createServer(express());
const io = new Server(server, { transports: ["websocket"] });

io.on("connection", (socket) => {
  socket.on("message", (message) => io.emit("message", message));
});

server.listen(Number(process.env.PORT), "127.0.0.1");
