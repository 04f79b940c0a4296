// Every reason to refuse a handshake: its code, its HTTP answer, its sentence.
// The order is the order of the checks. What each status means is in RFC 9110:
// 400 in §15.5.1, 404 in §15.5.5, 405 in §15.5.6, 426 in §15.5.22.

export type RefusalStatus = 400 | 404 | 405 | 426;

/**
 * Why a request cannot become a WebSocket. `code` is stable, `message` says
 * what was expected and what came; `status`, `headers` and `body` are the HTTP
 * answer, after which the connection is closed.
 */
export class HandshakeError extends Error {
  readonly code: string;
  readonly status: RefusalStatus;
  readonly headers: Record<string, string>;
  readonly body: string;

  constructor(
    code: string,
    status: RefusalStatus,
    message: string,
    headers: Record<string, string> = {},
  ) {
    super(message);
    this.name = "HandshakeError";
    this.code = code;
    this.status = status;
    this.body = `${message}\n`;
    this.headers = {
      Connection: "close",
      ...headers,
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Length": String(Buffer.byteLength(this.body)),
    };
  }
}

// What came from the client is shown, but never at a length of its choosing.
const maxShownCharacters = 40;

type Got = string | undefined;

// A 426 must name what to upgrade to (RFC 9110 §15.5.22).
const upgradeRequired = { Connection: "Upgrade, close", Upgrade: "websocket" };

// #region wrong
export const wrong = {
  method: (got: Got) =>
    refusal(405, "METHOD_NOT_GET", "the method GET", got, { Allow: "GET" }),

  httpVersion: (got: Got) =>
    refusal(400, "HTTP_TOO_OLD", "HTTP 1.1 or later", got),

  host: (got: Got) => refusal(400, "HOST_MISSING", "a Host header", got),

  // Node keeps the first, a proxy before us perhaps the last (RFC 9112 §3.2).
  hosts: (got: Got) => refusal(400, "HOST_TWICE", "one Host header", got),

  upgrade: (got: Got) =>
    refusal(426, "NOT_WEBSOCKET", "Upgrade: websocket", got, upgradeRequired),

  connection: (got: Got) =>
    refusal(400, "NOT_UPGRADE", "Connection: Upgrade", got),

  key: (got: Got) =>
    refusal(400, "BAD_KEY", "Sec-WebSocket-Key: 16 bytes in base64", got),

  // Naming the version we speak lets a client try again with it (§4.4).
  version: (got: Got) =>
    refusal(426, "BAD_VERSION", "Sec-WebSocket-Version: 13", got, {
      ...upgradeRequired,
      "Sec-WebSocket-Version": "13",
    }),

  body: (got: Got) => refusal(400, "HAS_BODY", "a request without a body", got),

  protocol: (chosen: string, got: Got) =>
    refusal(400, "PROTOCOL_NOT_OFFERED", `an offer of ${quote(chosen)}`, got),
};
// #endregion wrong

function refusal(
  status: RefusalStatus,
  code: string,
  expected: string,
  got: Got,
  headers?: Record<string, string>,
): HandshakeError {
  const came = got ? quote(got) : "none";
  const message = `expected ${expected}, got ${came}`;
  return new HandshakeError(code, status, message, headers);
}

function quote(text: string): string {
  const shown = text.slice(0, maxShownCharacters);
  return JSON.stringify(shown === text ? text : `${shown}…`);
}
