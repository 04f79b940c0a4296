// A way to talk: what a client and a server do so that both can speak. Each side
// is handed an ear and hands back a mouth, and knows nothing of the other but
// what comes over the wire.

import type { Server } from "node:http";
import type { Wire } from "./wire.ts";

export type Side = "client" | "server";

/** Says one message, which may have to wait, but never overtakes another. */
export type Say = (message: string) => void;

/** Is told each message, in order. */
export type Hear = (message: string) => void;

// #region way
export interface Way {
  name: string;
  /** The server's side: answers the client on `server`. */
  serve(server: Server, hear: Hear): Say;
  /** The client's side, at the other end of the wire. */
  join(wire: Wire, hear: Hear): Say;
}
// #endregion way
