// Our wire as a server, and nothing else: an echo, and a broadcast that is one
// frame, given to every connection.

import { createServer } from "node:http";
import { encodeFrame, opcodes } from "../../../lessons/03-frames/frame.ts";
import type { Connection } from "../../../lessons/05-connection/connection.ts";
import {
  attachEndpoints,
  echo,
} from "../../../lessons/05-connection/endpoints.ts";
import { limitsFor } from "../../../lessons/05-connection/limits.ts";
import { longestBytes } from "./loads.ts";

const members = new Set<Connection>();
const utf8 = new TextEncoder();

function join(connection: Connection): void {
  members.add(connection);
  connection.onclose = () => members.delete(connection);
  connection.onmessage = (message) => {
    const payload = utf8.encode(message.toString());
    const frame = encodeFrame({ opcode: opcodes.text, payload });
    for (const member of members) void member.sendFrame(frame);
  };
}

const server = createServer();
attachEndpoints(
  server,
  { "/echo": echo, "/ws": join },
  limitsFor(longestBytes),
);
server.listen(Number(process.env["PORT"]), "127.0.0.1");
