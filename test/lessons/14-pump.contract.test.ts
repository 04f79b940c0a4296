import { describe } from "vitest";
import { acceptConnection } from "../../lessons/05-connection/websocket.ts";
import { acceptWs } from "../../lessons/14-pump/ws.ts";
import { connectionContract } from "./05-connection.contract.ts";

describe.each([
  ["our own wire", acceptConnection],
  ["the wire of ws", acceptWs],
])("on %s", (_wire, accept) => {
  connectionContract(accept);
});
