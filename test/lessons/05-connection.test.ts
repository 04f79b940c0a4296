import { describe, expect, test } from "vitest";
import { echo } from "../../lessons/05-connection/endpoints.ts";
import { acceptConnection } from "../../lessons/05-connection/websocket.ts";
import { latch, rawPeer, startServer } from "../support/connection.ts";
import { connectionContract } from "./05-connection.contract.ts";

connectionContract(acceptConnection);

describe("on our own wire", () => {
  test("bad UTF-8 is told in a first fragment, at once (§8.1)", async () => {
    const [closed, onclose] = latch<number>();
    const { port } = await startServer((connection) => {
      echo(connection);
      connection.onclose = onclose;
    });
    const peer = await rawPeer(port);

    peer.send("0181 00000000 ff");
    const answer = await peer.rest();
    peer.socket.end();

    expect(answer.slice(4, 8)).toBe("03ef");
    expect(await closed).toBe(1006);
  });

  test("a goodbye is answered with its code alone (§5.5.1)", async () => {
    const { port } = await startServer(echo);
    const peer = await rawPeer(port);

    peer.send("8885 00000000 03e8 627965");

    expect(await peer.rest()).toBe("880203e8");
  });
});
