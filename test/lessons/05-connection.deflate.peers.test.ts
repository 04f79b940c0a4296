import { once } from "node:events";
import { describe, expect, onTestFinished, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { connect } from "../../lessons/05-connection/client.ts";
import type { Message } from "../../lessons/05-connection/connection.ts";
import {
  type Agreement,
  most,
} from "../../lessons/05-connection/deflate/agreement.ts";
import {
  acceptDeflate,
  everything,
  offerDeflate,
} from "../../lessons/05-connection/deflate/wire.ts";
import { echo } from "../../lessons/05-connection/endpoints.ts";
import { limitsFor } from "../../lessons/05-connection/limits.ts";
import { latch, rawPeer, startServer } from "../support/connection.ts";
import { connectionContract } from "./05-connection.contract.ts";

const oneMiB = 1024 * 1024;
const limits = limitsFor(oneMiB);
const small = { takeover: false, windowBits: 9 };
const smallest: Agreement = { server: small, client: small };

const letters = [
  '{"kind":"said","name":"alice","text":"is anybody there?"}',
  '{"kind":"said","name":"bob","text":"I am, and the tea is ready"}',
  "",
  "héllo 🌍 ".repeat(5_000),
  '{"kind":"said","name":"alice","text":"green tea?"}',
];

const deflated = { threshold: 0 };

describe("the ws client and our server", () => {
  test.each([
    ["all that can be had", everything, deflated, "permessage-deflate"],
    [
      "a server that forgets",
      everything,
      { ...deflated, serverNoContextTakeover: true },
      "permessage-deflate; server_no_context_takeover",
    ],
    [
      "a client that forgets",
      everything,
      { ...deflated, clientNoContextTakeover: true },
      "permessage-deflate; client_no_context_takeover",
    ],
    [
      "small windows that the client wants",
      everything,
      { ...deflated, serverMaxWindowBits: 9, clientMaxWindowBits: 10 },
      "permessage-deflate; server_max_window_bits=9; client_max_window_bits=10",
    ],
    [
      "small windows that the server wants",
      smallest,
      deflated,
      "permessage-deflate; server_no_context_takeover; server_max_window_bits=9; " +
        "client_no_context_takeover; client_max_window_bits=9",
    ],
  ])("agree on %s", async (_what, wishes, options, extensions) => {
    const { url } = await startServer(echo, limits, acceptDeflate(wishes));
    const client = new WebSocket(url, { perMessageDeflate: options });
    const heard: string[] = [];
    client.on("message", (data: Buffer) => {
      heard.push(data.toString());
      if (heard.length === letters.length) client.close(1000);
    });
    await once(client, "open");

    for (const letter of letters) client.send(letter);
    const [code] = (await once(client, "close")) as [number];

    expect(heard).toEqual(letters);
    expect(code).toBe(1000);
    expect(client.extensions).toBe("permessage-deflate");
    expect(extensionsOf(client)).toBe(extensions);
  });

  test("exchange fragments", async () => {
    const { url } = await startServer(echo, limits, acceptDeflate());
    const client = new WebSocket(url, { perMessageDeflate: deflated });
    await once(client, "open");

    client.send("one ", { fin: false });
    client.ping("still there?");
    client.send("two", { fin: true });
    const [data] = (await once(client, "message")) as [Buffer];
    client.terminate();

    expect(String(data)).toBe("one two");
  });

  test("say nothing of it if the client does not ask", async () => {
    const { url } = await startServer(echo, limits, acceptDeflate());
    const client = new WebSocket(url, { perMessageDeflate: false });
    await once(client, "open");

    client.send("hi");
    const [data] = (await once(client, "message")) as [Buffer];
    client.terminate();

    expect(String(data)).toBe("hi");
    expect(client.extensions).toBe("");
  });
});

/** The server's answer, as ws has kept it. */
function extensionsOf(client: WebSocket): string {
  const { _extensions: all } = client as unknown as {
    _extensions: Record<string, { params: Record<string, unknown> }>;
  };
  const params = all["permessage-deflate"]?.params ?? {};
  const words = Object.entries(params).map(([word, value]) =>
    value === true ? word : `${word}=${String(value)}`,
  );
  return ["permessage-deflate", ...words].join("; ");
}

async function startWs(options: object): Promise<string> {
  const server = new WebSocketServer({
    port: 0,
    maxPayload: 2 * oneMiB,
    perMessageDeflate: options,
  });
  onTestFinished(() => void server.close());
  server.on("connection", (socket) => {
    socket.on("message", (data, binary) => socket.send(data, { binary }));
  });
  await once(server, "listening");
  return `ws://localhost:${(server.address() as { port: number }).port}/`;
}

describe("our client and the ws server", () => {
  test.each([
    ["all that can be had", everything, deflated],
    ["small windows that the client wants", smallest, deflated],
    [
      "what the server takes away",
      everything,
      {
        ...deflated,
        serverNoContextTakeover: true,
        clientNoContextTakeover: true,
        clientMaxWindowBits: 9,
      },
    ],
  ])("agree on %s", async (_what, wishes, options) => {
    const url = await startWs(options);
    const client = await connect(url, limits, offerDeflate(wishes, limits));
    const heard: Message[] = [];
    const [closed, onclose] = latch<number>();
    client.onclose = onclose;
    client.onmessage = (message) => {
      heard.push(message);
      if (heard.length === letters.length) void client.close(1000);
    };

    for (const letter of letters) void client.send(letter);

    expect(await closed).toBe(1000);
    expect(heard).toEqual(letters);
  });

  test("do without if the server does not know it", async () => {
    const { url } = await startServer(echo, limits);
    const client = await connect(url, limits, offerDeflate());
    const [answer, onmessage] = latch<Message>();
    client.onmessage = onmessage;

    void client.send("hi");

    expect(await answer).toBe("hi");
    await client.close();
  });
});

describe("our client and our server", () => {
  test.each([
    ["all that can be had", everything, everything],
    ["the client's wishes", smallest, everything],
    ["the server's wishes", everything, smallest],
    ["both", { server: most, client: small }, { server: small, client: most }],
  ])("agree on %s", async (_what, asked, granted) => {
    const { url } = await startServer(echo, limits, acceptDeflate(granted));
    const client = await connect(url, limits, offerDeflate(asked, limits));
    const heard: Message[] = [];
    const [all, onall] = latch<void>();
    client.onmessage = (message) => {
      if (heard.push(message) === letters.length) onall();
    };

    for (const letter of letters) void client.send(letter);
    await all;
    await client.close();

    expect(heard).toEqual(letters);
  });

  test("a packed frame that nobody agreed on is refused with 1002", async () => {
    const { port } = await startServer(echo, limits, acceptDeflate());
    const peer = await rawPeer(port);

    peer.send("c187 00000000 f248cdc9c90700");
    const answer = await peer.rest();
    peer.socket.end();

    expect(answer.slice(4, 8)).toBe("03ea");
  });
});

describe("where nobody asks for it, on the wire that could", () => {
  connectionContract(acceptDeflate());
});
