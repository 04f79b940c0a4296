// The echo and the broadcast of the readme of `ws`.

import { WebSocket, WebSocketServer } from "ws";

const sockets = new WebSocketServer({
  port: Number(process.env.PORT),
  host: "127.0.0.1",
  perMessageDeflate: false, // as it is unless one asks for it
  maxPayload: 1024 * 1024, // the longest message of the benchmark
});

sockets.on("connection", (socket, { url }) => {
  socket.on("error", console.error);
  socket.on("message", url === "/echo" ? echo : broadcast);
});

function echo(data, isBinary) {
  this.send(data, { binary: isBinary });
}

function broadcast(data, isBinary) {
  for (const client of sockets.clients) {
    if (client.readyState !== WebSocket.OPEN) continue;
    client.send(data, { binary: isBinary });
  }
}
