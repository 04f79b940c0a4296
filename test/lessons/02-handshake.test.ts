import { describe, expect, test } from "vitest";
import {
  acceptKey,
  checkUpgrade,
  HandshakeError,
  type UpgradeRequest,
} from "../../lessons/02-handshake/handshake.ts";

const sampleKey = "dGhlIHNhbXBsZSBub25jZQ==";
const sampleAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

type Headers = Record<string, string | undefined>;

function request(
  headers: Headers = {},
  rest: Partial<UpgradeRequest> = {},
): UpgradeRequest {
  const all: Headers = {
    host: "server.example.com",
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-key": sampleKey,
    "sec-websocket-version": "13",
    ...headers,
  };
  return { method: "GET", httpVersion: "1.1", headers: all, ...rest };
}

function refused(request: UpgradeRequest): HandshakeError {
  try {
    checkUpgrade(request);
  } catch (error) {
    if (error instanceof HandshakeError) return error;
    throw error;
  }
  throw new Error("expected a refusal");
}

describe("acceptKey", () => {
  test("answers the sample key of RFC 6455 §1.3", () => {
    expect(acceptKey(sampleKey)).toBe(sampleAccept);
  });
});

describe("checkUpgrade (RFC 6455 §4.2.1) accepts", () => {
  test("the request of RFC 6455 §1.2", () => {
    expect(checkUpgrade(request())).toBe(sampleAccept);
  });

  test.each<[string, Headers]>([
    ["Connection as Firefox sends it", { connection: "keep-alive, Upgrade" }],
    ["Connection without a blank", { connection: "keep-alive,upgrade" }],
    ["Connection with tabs and empty items", { connection: ",\tUPGRADE\t," }],
    ["Upgrade in capitals", { upgrade: "WebSocket" }],
    ["Upgrade among others", { upgrade: "h2c, websocket" }],
    ["a key of ones", { "sec-websocket-key": "/////////////////////w==" }],
    ["a key of zeros", { "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==" }],
    ["an offer of protocols", { "sec-websocket-protocol": "chat" }],
    ["an offer of extensions", { "sec-websocket-extensions": "x-y; z=1" }],
    ["a body of no bytes", { "content-length": "0" }],
    ["an Origin", { origin: "https://example.com" }],
  ])("%s", (_what, headers) => {
    expect(checkUpgrade(request(headers))).toMatch(/^[\w+/]{27}=$/);
  });

  test("a version of HTTP above 1.1", () => {
    expect(checkUpgrade(request({}, { httpVersion: "2.0" }))).toBe(
      sampleAccept,
    );
  });
});

describe("checkUpgrade (RFC 6455 §4.2.1) refuses", () => {
  test.each(["POST", "HEAD", "get", "OPTIONS", undefined])(
    "the method %s with 405 and the one allowed",
    (method) => {
      const error = refused({ ...request(), method });

      expect(error).toMatchObject({ code: "METHOD_NOT_GET", status: 405 });
      expect(error.headers["Allow"]).toBe("GET");
    },
  );

  test.each(["1.0", "0.9", "", "one"])("HTTP %j", (httpVersion) => {
    const error = refused(request({}, { httpVersion }));

    expect(error).toMatchObject({ code: "HTTP_TOO_OLD", status: 400 });
  });

  test.each([undefined, ""])("the Host %j", (host) => {
    const error = refused(request({ host }));

    expect(error).toMatchObject({ code: "HOST_MISSING", status: 400 });
  });

  test("two Hosts, of which a proxy may have taken the other (RFC 9112 §3.2)", () => {
    const headersDistinct = { host: ["a.example", "b.example"] };

    const error = refused(request({}, { headersDistinct }));

    expect(error).toMatchObject({ code: "HOST_TWICE", status: 400 });
    expect(error.message).toContain('got "a.example, b.example"');
  });

  test.each<[string, Headers]>([
    ["Content-Length: 5", { "content-length": "5" }],
    ["Transfer-Encoding: chunked", { "transfer-encoding": "chunked" }],
    ["Transfer-Encoding: ", { "transfer-encoding": "" }],
  ])("a body as %j announces it (RFC 9110 §7.8)", (header, headers) => {
    const error = refused(request(headers));

    expect(error).toMatchObject({ code: "HAS_BODY", status: 400 });
    expect(error.message).toContain(`got "${header}"`);
  });

  test.each([undefined, "", "h2c", "websocket13", "web socket", "xwebsocket"])(
    "Upgrade: %j with 426 and what to upgrade to",
    (upgrade) => {
      const error = refused(request({ upgrade }));

      expect(error).toMatchObject({ code: "NOT_WEBSOCKET", status: 426 });
      expect(error.headers).toMatchObject({
        Connection: "Upgrade, close",
        Upgrade: "websocket",
      });
    },
  );

  test.each([undefined, "", "keep-alive", "close", "upgraded", "up grade"])(
    "Connection: %j",
    (connection) => {
      const error = refused(request({ connection }));

      expect(error).toMatchObject({ code: "NOT_UPGRADE", status: 400 });
    },
  );

  test.each([
    ["no key", undefined],
    ["an empty key", ""],
    ["15 bytes", "dGhlIHNhbXBsZSBub25j"],
    ["17 bytes", "dGhlIHNhbXBsZSBub25jZSE="],
    ["18 bytes", "dGhlIHNhbXBsZSBub25jZSEh"],
    ["16 bytes without padding", "dGhlIHNhbXBsZSBub25jZQ"],
    ["the URL alphabet of base64", "_-hlIHNhbXBsZSBub25jZQ=="],
    ["a blank inside", "dGhlIHNhbXBsZSBub25 ZQ=="],
    ["a line break at the end", `${sampleKey}\n`],
    ["two keys, joined", `${sampleKey}, ${sampleKey}`],
  ])("a key that is %s", (_what, key) => {
    const error = refused(request({ "sec-websocket-key": key }));

    expect(error).toMatchObject({ code: "BAD_KEY", status: 400 });
  });

  test.each([undefined, "", "8", "0", "12", "14", "013", "13, 13", "13.0"])(
    "version %j with 426 and the version we speak (§4.4)",
    (version) => {
      const error = refused(request({ "sec-websocket-version": version }));

      expect(error).toMatchObject({ code: "BAD_VERSION", status: 426 });
      expect(error.headers).toMatchObject({
        Connection: "Upgrade, close",
        Upgrade: "websocket",
        "Sec-WebSocket-Version": "13",
      });
    },
  );

  test("the first thing that is wrong, in the order of the RFC", () => {
    const error = refused({ method: "PUT", httpVersion: "1.0", headers: {} });

    expect(error.code).toBe("METHOD_NOT_GET");
  });

  test("a Connection of 16 KiB of commas and blanks, without delay", () => {
    const error = refused(request({ connection: " ,".repeat(8_192) }));

    expect(error.code).toBe("NOT_UPGRADE");
  });
});

describe("a refusal", () => {
  test("says what was expected and what came", () => {
    const error = refused(request({ "sec-websocket-version": "8" }));

    expect(error.message).toBe('expected Sec-WebSocket-Version: 13, got "8"');
    expect(error.name).toBe("HandshakeError");
  });

  test("says that nothing came", () => {
    const error = refused(request({ connection: undefined }));

    expect(error.message).toBe("expected Connection: Upgrade, got none");
  });

  test("shows at most forty characters of what came, and no line break", () => {
    const error = refused(request({ upgrade: "a\r\nb" + "x".repeat(5_000) }));

    expect(error.message).toBe(
      `expected Upgrade: websocket, got "a\\r\\nb${"x".repeat(36)}…"`,
    );
  });

  test("is a text whose length is counted in bytes", () => {
    const error = refused(request({ upgrade: "ÿ" }));

    expect(error.body).toBe('expected Upgrade: websocket, got "ÿ"\n');
    expect(error.headers).toMatchObject({
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Length": "38",
    });
  });

  test("closes the connection where there is nothing to upgrade to", () => {
    const error = refused(request({ host: undefined }));

    expect(error.headers["Connection"]).toBe("close");
  });
});
