import { createServer } from "node:http";
import { once } from "node:events";
import { createServer as createTcpServer } from "node:net";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { WebSocket, WebSocketServer, type RawData } from "ws";
import { listen } from "../../lessons/01-hello-http/http.ts";
import { acceptKey } from "../../lessons/02-handshake/handshake.ts";
import { attachChat } from "../../lessons/05-connection/chat.ts";
import { connect } from "../../lessons/05-connection/client.ts";
import type { Message } from "../../lessons/05-connection/connection.ts";
import {
  attachEndpoints,
  echo,
  type Endpoint,
} from "../../lessons/05-connection/endpoints.ts";
import {
  defaultLimits,
  limitsFor,
} from "../../lessons/05-connection/limits.ts";
import { startDemo } from "../support/demo.ts";
import { latch, rawPeer, startServer } from "../support/connection.ts";

const oneMiB = 1024 * 1024;
const messages: [string, Message][] = [
  ["a text", "héllo 🌍"],
  ["an empty text", ""],
  ["bytes", Uint8Array.of(0, 255, 128)],
  ["1 MiB", new Uint8Array(oneMiB).fill(7)],
];

function bytesOf(message: Message): Buffer {
  return Buffer.from(message as string);
}

describe("the ws client and our server", () => {
  test.each(messages)("exchange %s", async (_what, message) => {
    const { url } = await startServer(echo, limitsFor(oneMiB));
    const client = new WebSocket(url);
    await once(client, "open");

    client.send(message);
    const [data, isBinary] = (await once(client, "message")) as [
      RawData,
      boolean,
    ];
    client.close(1000, "bye");
    const [code] = (await once(client, "close")) as [number];

    expect(isBinary).toBe(typeof message !== "string");
    expect(bytesOf(data as Buffer).equals(bytesOf(message))).toBe(true);
    expect(client.extensions).toBe("");
    expect(code).toBe(1000);
  });

  test("exchange fragments and pings", async () => {
    const { url } = await startServer(echo);
    const client = new WebSocket(url);
    await once(client, "open");

    client.send("one ", { fin: false });
    client.ping("still there?");
    client.send("two", { fin: true });
    const [[pong], [data]] = (await Promise.all([
      once(client, "pong"),
      once(client, "message"),
    ])) as [[Buffer], [Buffer]];
    client.terminate();

    expect(String(pong)).toBe("still there?");
    expect(String(data)).toBe("one two");
  });
});

async function startWs(): Promise<[url: string, server: WebSocketServer]> {
  const server = new WebSocketServer({ port: 0, maxPayload: 2 * oneMiB });
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  return [`ws://localhost:${port}/`, server];
}

describe("our client and the ws server", () => {
  test.each(messages)("exchange %s", async (_what, message) => {
    const [url, server] = await startWs();
    server.on("connection", (socket) => {
      socket.on("message", (data, isBinary) => {
        socket.send(data, { binary: isBinary });
      });
    });
    const client = await connect(url, limitsFor(oneMiB));
    const [answer, onmessage] = latch<Message>();
    const [closed, onclose] = latch<number>();
    client.onmessage = onmessage;
    client.onclose = onclose;

    await client.send(message);
    const got = await answer;
    await client.close(1000, "bye");

    expect(typeof got).toBe(typeof message);
    expect(bytesOf(got).equals(bytesOf(message))).toBe(true);
    expect(await closed).toBe(1000);
  });

  test("answer each other's pings", async () => {
    const [url, server] = await startWs();
    const client = await connect(url);
    const [pong, onpong] = latch<Uint8Array>();
    client.onpong = onpong;
    const [socket] = server.clients;

    await client.ping(Uint8Array.of(1, 2));
    socket?.ping("x");
    const [data] = (socket ? await once(socket, "pong") : []) as [Buffer?];

    expect([...(await pong)]).toEqual([1, 2]);
    expect(String(data)).toBe("x");
    await client.close();
  });

  test("stay together when the handshake's patience has run out", async () => {
    const [url, server] = await startWs();
    const patience = new AbortController();
    const timeout = vi.spyOn(AbortSignal, "timeout");
    timeout.mockReturnValue(patience.signal);
    onTestFinished(() => timeout.mockRestore());
    const client = await connect(url);
    const [answer, onmessage] = latch<Message>();
    client.onmessage = onmessage;

    patience.abort();
    await new Promise(setImmediate);
    for (const socket of server.clients) socket.send("still there");

    expect(await answer).toBe("still there");
    expect(timeout.mock.calls).toEqual([[defaultLimits.handshakeTimeoutMs]]);
    await client.close();
  });

  test("lose nothing that came before a close, however slow we are", async () => {
    const [url, server] = await startWs();
    server.on("connection", (socket) => {
      for (const word of ["one", "two", "three"]) socket.send(word);
      socket.close(4000, "bye");
    });
    const heard: Message[] = [];
    const [closed, onclose] = latch<number>();
    const client = await connect(url);
    client.onmessage = async (message) => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      heard.push(message);
    };
    client.onclose = onclose;

    expect(await closed).toBe(4000);
    expect(heard).toEqual(["one", "two", "three"]);
  });

  test("share no frame", async () => {
    const [url] = await startWs();
    const client = await connect(url);

    expect(() => client.sendFrame(Uint8Array.of(0x81, 0))).toThrow("server");
    await client.close();
  });
});

/** A server that answers every handshake with `lines`. */
async function startLiar(lines: (accept: string) => string): Promise<string> {
  const server = createTcpServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", (request) => {
      const key = /Sec-WebSocket-Key: (.+)\r/i.exec(request.toString())?.[1];
      socket.write(lines(acceptKey(key ?? "")));
    });
  }).listen(0);
  onTestFinished(() => void server.close());
  await once(server, "listening");
  return `ws://localhost:${(server.address() as { port: number }).port}/`;
}

const upgraded = (rest: string) =>
  `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${rest}\r\n`;

describe("our client believes no answer", () => {
  test.each([
    ["with another accept key", () => upgraded("Sec-WebSocket-Accept: x\r\n")],
    ["without an accept key", () => upgraded("")],
    [
      "with an extension that nobody asked for",
      (accept: string) =>
        upgraded(
          `Sec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Extensions: x\r\n`,
        ),
    ],
    [
      "with a protocol that nobody asked for",
      (accept: string) =>
        upgraded(
          `Sec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: x\r\n`,
        ),
    ],
    [
      "that is no upgrade",
      () => "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    ],
  ])("%s", async (_how, lines) => {
    const url = await startLiar(lines);

    await expect(connect(url)).rejects.toMatchObject({ code: "NOT_ACCEPTED" });
  });

  test("that never comes", async () => {
    const url = await startLiar(() => "HTTP/1.1 101");

    const attempt = connect(url, { ...defaultLimits, handshakeTimeoutMs: 50 });

    await expect(attempt).rejects.toMatchObject({ code: "TIMED_OUT" });
  });

  test.each(["http://localhost/", "ws://", "ws://localhost/#x", "nonsense"])(
    "of the address %s",
    async (address) => {
      await expect(connect(address)).rejects.toMatchObject({ code: "BAD_URL" });
    },
  );

  test("of a port where nobody listens", async () => {
    const server = createServer();
    const url = await listen(server, 0);
    await new Promise((resolve) => server.close(resolve));

    const attempt = connect(url.replace("http", "ws"));

    await expect(attempt).rejects.toMatchObject({ code: "UNREACHABLE" });
  });
});

describe("the endpoints", () => {
  test("refuse a path that is none of theirs", async () => {
    const server = createServer();
    onTestFinished(() => void server.close());
    attachEndpoints(server, { "/echo": echo });
    const url = (await listen(server, 0)).replace("http", "ws");

    const attempt = connect(`${url}/elsewhere`);

    await expect(attempt).rejects.toThrow("got 404");
  });

  test("take a slash at the end, and a query", async () => {
    const server = createServer();
    onTestFinished(() => void server.close());
    const stop = attachEndpoints(server, { "/echo": echo });
    const url = (await listen(server, 0)).replace("http", "ws");

    await connect(`${url}/echo/?x=1`);

    await stop();
  });

  test.each([
    ["http://localhost/echo", "81026869"],
    ["HTTPS://localhost:443/echo/?x=1", "81026869"],
    ["http://localhost", "81026f6e"],
    ["http://localhost?x=1", "81026f6e"],
  ])("take the whole address %s", async (address, answer) => {
    const server = createServer();
    onTestFinished(() => void server.close());
    const one: Endpoint = (connection) => void connection.send("on");
    attachEndpoints(server, { "/": one, "/echo": echo });
    const port = Number(new URL(await listen(server, 0)).port);

    const peer = await rawPeer(port, address);
    peer.send("8182 00000000 6869");

    expect(await peer.read(4)).toBe(answer);
  });
});

describe("the chat", () => {
  test("tells everybody who came, what was said and who left", async () => {
    const server = createServer();
    onTestFinished(() => void server.close());
    const stop = attachChat(server);
    const url = `${(await listen(server, 0)).replace("http", "ws")}/chat`;
    const heard: string[] = [];
    const [over, onover] = latch<void>();
    const alice = await connect(url);
    alice.onmessage = (message) => {
      heard.push(message.toString());
      if (message.toString().includes("left")) onover();
    };
    await alice.send('{"kind":"join","name":"alice"}');
    const bob = await connect(url);
    const [welcome, onwelcome] = latch<Message>();
    bob.onmessage = (message) => {
      if (message.toString().includes("welcome")) onwelcome(message);
    };
    await bob.send('{"kind":"join","name":"bob"}');
    expect(await welcome).toBe('{"kind":"welcome","names":["alice"]}');
    await bob.send('{"kind":"say","text":"<b>hi</b>"}');
    await bob.close();
    await over;

    expect(heard.map((line) => JSON.parse(line) as unknown)).toEqual([
      { kind: "welcome", names: [] },
      { kind: "joined", name: "alice" },
      { kind: "joined", name: "bob" },
      { kind: "said", name: "bob", text: "<b>hi</b>" },
      { kind: "left", name: "bob" },
    ]);
    await stop();
  });

  test.each([
    "hi",
    '{"kind":"say","text":"before joining"}',
    '{"kind":"join","name":""}',
    '{"kind":"join","name":"' + "x".repeat(25) + '"}',
    "null",
    Uint8Array.of(1),
  ])("closes with 1008 on %s", async (nonsense) => {
    const server = createServer();
    onTestFinished(() => void server.close());
    const stop = attachChat(server);
    const url = `${(await listen(server, 0)).replace("http", "ws")}/chat`;
    const client = await connect(url);
    const [closed, onclose] = latch<number>();
    client.onclose = onclose;

    await client.send(nonsense);

    expect(await closed).toBe(1008);
    await stop();
  });
});

describe("the demo", () => {
  test("tells its clients 1001 and ends with 0 within a second", async () => {
    const demo = await startDemo("5");
    const url = demo.url.replace("http", "ws");
    const clients = await Promise.all(
      ["/", "/echo", "/chat"].map((path) => connect(url + path)),
    );
    const codes = clients.map(
      (client) =>
        new Promise((resolve) => {
          client.onclose = resolve;
        }),
    );
    const before = Date.now();

    const status = await demo.stop("SIGTERM");

    expect(status).toBe(0);
    expect(Date.now() - before).toBeLessThan(1_000);
    expect(await Promise.all(codes)).toEqual([1001, 1001, 1001]);
  });

  test("stops in time though a client never answers", async () => {
    const demo = await startDemo("5");
    const client = new WebSocket(demo.url.replace("http", "ws"));
    await once(client, "open");
    client.pause();

    expect(await demo.stop("SIGINT")).toBe(0);
    client.terminate();
  });

  test("serves the chat's page, and 426 where only WebSocket is", async () => {
    const demo = await startDemo("5");

    const page = await fetch(`${demo.url}/chat/`);
    const plain = await fetch(`${demo.url}/echo`);

    expect(await page.text()).toContain("<title>Chat</title>");
    expect(plain.status).toBe(426);
    await demo.stop();
  });

  test("takes its message limit from MAX_MESSAGE_BYTES", async () => {
    const demo = await startDemo("5", { MAX_MESSAGE_BYTES: String(oneMiB) });
    const url = `${demo.url.replace("http", "ws")}/echo`;
    const client = await connect(url, limitsFor(2 * oneMiB));
    const [answer, onmessage] = latch<Message>();
    const [closed, onclose] = latch<number>();
    client.onmessage = onmessage;
    client.onclose = onclose;

    await client.send(new Uint8Array(oneMiB));
    expect((await answer).length).toBe(oneMiB);
    await client.send(new Uint8Array(oneMiB + 1)).catch(() => undefined);

    expect([1006, 1009]).toContain(await closed);
    await demo.stop();
  });

  test("refuses a MAX_MESSAGE_BYTES that is none", async () => {
    await expect(startDemo("5", { MAX_MESSAGE_BYTES: "16M" })).rejects.toThrow(
      "expected MAX_MESSAGE_BYTES to be a number",
    );
  });
});
