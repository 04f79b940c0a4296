import { once } from "node:events";
import { createServer } from "node:http";
import { connect as connectTcp } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { listen } from "../../lessons/01-hello-http/http.ts";
import {
  attachEndpoints,
  echo,
  type Endpoint,
} from "../../lessons/05-connection/endpoints.ts";
import { defaultLimits } from "../../lessons/05-connection/limits.ts";
import {
  type Accept,
  acceptConnection,
} from "../../lessons/05-connection/websocket.ts";
import { acceptWs } from "../../lessons/14-pump/ws.ts";
import { latch, rawPeer, startServer } from "../support/connection.ts";

async function serveOn(accept: Accept, endpoint: Endpoint): Promise<number> {
  const server = createServer();
  const acceptance = { accept, protocols: ["second", "first"] };
  attachEndpoints(server, { "/": endpoint }, defaultLimits, acceptance);
  const url = await listen(server, 0);
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return Number(new URL(url).port);
}

/** The answer to a handshake with these headers beside the usual ones. */
async function answerTo(port: number, ...headers: string[]): Promise<string> {
  const socket = connectTcp(port, "localhost");
  const lines = [
    "GET / HTTP/1.1",
    "Host: localhost",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ...headers,
  ];
  socket.write(lines.join("\r\n") + "\r\n\r\n");
  return text(socket);
}

const wires = [
  ["our own wire", acceptConnection],
  ["the wire of ws", acceptWs],
] as const;

describe.each(wires)("on %s", (_wire, accept) => {
  test("the best protocol that the client offers is agreed on", async () => {
    const [agreed, agree] = latch<string>();
    const port = await serveOn(accept, ({ protocol }) => agree(protocol));

    const client = new WebSocket(`ws://localhost:${port}`, [
      "other",
      "first",
      "second",
    ]);
    await once(client, "open");
    client.terminate();

    expect(await agreed).toBe("second");
    expect(client.protocol).toBe("second");
  });

  test("no protocol is agreed on where none is spoken", async () => {
    const [agreed, agree] = latch<string>();
    const port = await serveOn(accept, ({ protocol }) => agree(protocol));

    const peer = await rawPeer(port);
    peer.socket.destroy();

    expect(await agreed).toBe("");
  });

  test("another version is refused with 426, in the same words", async () => {
    const port = await serveOn(accept, echo);

    const answer = await answerTo(port, "Sec-WebSocket-Version: 8");

    expect(answer).toContain("HTTP/1.1 426 Upgrade Required");
    expect(answer).toContain("Sec-WebSocket-Version: 13\r\n");
    expect(answer).toMatch(/expected .*13/);
  });

  test("a ping that it sends is answered by a client", async () => {
    const [pong, onpong] = latch<Uint8Array>();
    const { url } = await startServer(
      (connection) => {
        connection.onpong = onpong;
        void connection.ping(Uint8Array.of(1, 2, 3));
      },
      {},
      accept,
    );

    const client = new WebSocket(url);
    const payload = await pong;
    client.terminate();

    expect([...payload]).toEqual([1, 2, 3]);
  });

  test("a hundred clients share one frame", async () => {
    const shared = Uint8Array.of(0x81, 0x02, 0x68, 0x69);
    const { port } = await startServer(
      (connection) => void connection.sendFrame(shared),
      {},
      accept,
    );

    const peers = await Promise.all(
      Array.from({ length: 100 }, () => rawPeer(port)),
    );
    const got = await Promise.all(peers.map((peer) => peer.read(4)));

    expect(new Set(got)).toEqual(new Set(["81026869"]));
    expect([...shared]).toEqual([0x81, 0x02, 0x68, 0x69]);
  });
});

describe("where the wires differ", () => {
  test("ws tells bad UTF-8 when its message is over, ours at once", async () => {
    const answers: string[] = [];
    for (const [, accept] of wires) {
      const { port } = await startServer(echo, {}, accept);
      const peer = await rawPeer(port);
      peer.send("0181 00000000 ff  8980 00000000");
      const first = await peer.read(2);
      peer.send("8080 00000000");
      const isTold = (await peer.read(4)).includes("03ef");
      answers.push(`${first.slice(0, 2)} first, 1007 ${isTold}`);
    }

    expect(answers).toEqual(["88 first, 1007 true", "8a first, 1007 true"]);
  });

  test("ours answers a peer that has ended its half, ws does not", async () => {
    const answers: string[] = [];
    for (const [, accept] of wires) {
      const [ended, onended] = latch<void>();
      const { port, server } = await startServer(
        (connection) => {
          connection.onmessage = async (message) => {
            await ended;
            await connection.send(message);
          };
        },
        {},
        accept,
      );
      server.once("upgrade", (_request, socket) => socket.once("end", onended));
      const peer = await rawPeer(port);
      peer.send("8182 00000000 6869");
      peer.socket.end();
      answers.push(await peer.rest());
    }

    expect(answers).toEqual(["81026869", ""]);
  });

  test("what ws would refuse in its own words is refused in ours", async () => {
    const port = await serveOn(acceptWs, echo);

    const answer = await answerTo(
      port,
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Protocol: a,,b",
    );

    expect(answer).toContain("HTTP/1.1 400 Bad Request");
    expect(answer).toContain("Invalid Sec-WebSocket-Protocol header");
    expect(answer.match(/HTTP\/1.1/g)).toHaveLength(1);
  });
});
