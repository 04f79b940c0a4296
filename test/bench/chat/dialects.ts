// How a message travels: as a text frame, or in a packet of socket.io.

import type { Dialect } from "./client.ts";
import { messageBytes } from "./messages.ts";
import type { Tally } from "./tally.ts";

export type DialectName = "plain" | "socket.io";

export const dialects: Record<DialectName, (tally: Tally) => Dialect> = {
  plain,
  "socket.io": socketIo,
};

function plain(tally: Tally): Dialect {
  return {
    path: "/ws",
    isReadyAtOnce: true,
    wrap: (message) => message,
    hear: (client, view, at, length) => {
      if (length !== messageBytes) tally.wrong++;
      else tally.receive(client.index, view, at, client.now);
    },
  };
}

const before = '42["message","';
const after = '"]';
const packetBytes = before.length + messageBytes + after.length;
const digit = (text: string) => text.charCodeAt(0);
const open = digit("0");
const ping = digit("2");
const message = digit("4");

// Engine.IO's packets begin with a digit; of message packets socket.io takes the
// second digit: `40` says that we are connected, `42` is an event.
function socketIo(tally: Tally): Dialect {
  return {
    path: "/socket.io/?EIO=4&transport=websocket",
    isReadyAtOnce: false,
    wrap: (text) => before + text + after,
    hear: (client, view, at, length) => {
      const kind = view.getUint8(at);
      if (length === packetBytes && client.isReady) {
        tally.receive(client.index, view, at + before.length, client.now);
      } else if (kind === open) client.send("40");
      else if (kind === ping) client.send("3");
      else if (kind === message && !client.isReady) client.ready();
      else tally.wrong++;
    },
  };
}
