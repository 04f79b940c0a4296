// The chat on our own wire, with one plain client in it: what it says comes
// back, so it stands the cases that the echo of lesson 5 does.

import { limitsFor } from "../../lessons/05-connection/limits.ts";
import { rawPeer } from "../support/connection.ts";
import { startChat } from "./16-chat.peers.ts";
import { describeCases } from "./05-connection.cases.ts";
import { oneMiB } from "./05-connection.conformance.peer.ts";

describeCases({
  name: "the chat of lesson 16",
  join: async () => {
    const chat = await startChat("own", { limits: limitsFor(16 * oneMiB) });
    return rawPeer(chat.port, "/ws");
  },
});
