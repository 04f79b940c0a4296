import { once } from "node:events";
import { createServer, globalAgent } from "node:https";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { encodeFrame, opcodes } from "../../lessons/03-frames/frame.ts";
import { connect } from "../../lessons/05-connection/client.ts";
import type { Message } from "../../lessons/05-connection/connection.ts";
import {
  attachEndpoints,
  echo,
} from "../../lessons/05-connection/endpoints.ts";
import { selfSigned } from "../support/certificate.ts";
import { latch, startServer } from "../support/connection.ts";

describe("our client", () => {
  test.each([
    ["no Upgrade", "Connection: Upgrade\r\n"],
    ["no Connection", "Upgrade: websocket\r\n"],
    ["another Upgrade", "Upgrade: tea\r\nConnection: Upgrade\r\n"],
  ])("does not accept a 101 with %s", async (_what, headers) => {
    const { port, server } = await startServer(() => undefined);
    server.removeAllListeners("upgrade");
    server.on("upgrade", (_request, socket) => {
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers}\r\n`);
    });

    await expect(connect(`ws://localhost:${port}`)).rejects.toMatchObject({
      code: "NOT_ACCEPTED",
    });
  });

  test("hears a message that comes with the server's 101", async () => {
    const { url } = await startServer((connection) => {
      void connection.send("welcome");
    });

    const client = await connect(url);
    const [heard, onmessage] = latch<Message>();
    client.onmessage = onmessage;

    expect(await heard).toBe("welcome");
    await client.close();
  });

  test("refuses a frame with a mask (RFC 6455 §5.1)", async () => {
    const { url } = await startServer((connection) => {
      void connection.sendFrame(
        encodeFrame(
          { opcode: opcodes.text, payload: Uint8Array.of(1) },
          new Uint8Array(4),
        ),
      );
    });

    const client = await connect(url);
    const [goodbye, onclose] = latch<[number, string]>();
    client.onclose = (...words) => onclose(words);

    expect((await goodbye)[1]).toContain("unmasked");
  });

  test("talks over TLS to a server whose certificate it trusts", async () => {
    const { key, cert } = selfSigned();
    const server = createServer({ key, cert }).listen(0);
    attachEndpoints(server, { "/echo": echo });
    await once(server, "listening");
    const trusted = globalAgent.options;
    globalAgent.options = { ...trusted, ca: cert };
    onTestFinished(() => {
      globalAgent.options = trusted;
      server.close();
    });
    const { port } = server.address() as AddressInfo;

    const client = await connect(`wss://localhost:${port}/echo`);
    const [heard, onmessage] = latch<Message>();
    client.onmessage = onmessage;
    await client.send("héllo");

    expect(await heard).toBe("héllo");
    const [goodbye, onclose] = latch<number>();
    client.onclose = onclose;
    await client.close();
    expect(await goodbye).toBe(1000);
  });

  test("does not reach a server whose certificate nobody signed", async () => {
    const { key, cert } = selfSigned();
    const server = createServer({ key, cert }).listen(0);
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;

    const attempt = connect(`wss://localhost:${port}/`);

    await expect(attempt).rejects.toMatchObject({ code: "UNREACHABLE" });
  });
});
