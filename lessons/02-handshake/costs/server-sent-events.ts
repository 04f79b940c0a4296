// Server-sent events: the client asks once, and the answer never ends. A browser
// brings the client's side, `EventSource`; ours reads the one field that we send.

import type { Server, ServerResponse } from "node:http";
import { get, post, serveRequests } from "./exchange.ts";
import type { Hear, Say, Way } from "./way.ts";
import type { Wire } from "./wire.ts";

export const serverSentEvents: Way = {
  name: "server-sent events",
  serve,
  join(wire, hear) {
    wire.follow(listen(wire, hear));
    return post(wire);
  },
};

// #region events
function serve(server: Server, hear: Hear): Say {
  const asked = new Promise<ServerResponse>((resolve) => {
    serveRequests(server, hear, (response) => {
      response.setHeader("Content-Type", "text/event-stream");
      response.setHeader("Cache-Control", "no-cache");
      response.flushHeaders();
      resolve(response);
    });
  });
  return (message) =>
    void asked.then((response) => response.write(`data: ${message}\n\n`));
}

async function listen(wire: Wire, hear: Hear): Promise<void> {
  let rest = "";
  const response = (await get(wire)).setEncoding("utf8");
  response.on("data", (piece: string) => {
    const events = (rest + piece).split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) hear(event.replace("data: ", ""));
  });
}
// #endregion events
