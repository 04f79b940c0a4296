// Handshakes as they should be, and what becomes of them: headers lost, doubled,
// changed, huge or without end, and the bytes themselves damaged.

import fc from "fast-check";

/** What somebody says to a server, in latin1, and how it is cut. */
export interface Request {
  text: string;
  /** Behind how many characters a chunk ends. */
  chunk: number;
}

const right: readonly (readonly [string, string])[] = [
  ["Host", "localhost"],
  ["Upgrade", "websocket"],
  ["Connection", "Upgrade"],
  ["Sec-WebSocket-Version", "13"],
  ["Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="],
];
type Header = readonly [name: string, value: string];

const values = fc.oneof(
  fc.constantFrom(
    ..."websocket|WebSocket|h2c, websocket|Upgrade|keep-alive, Upgrade".split(
      "|",
    ),
    ..."close|13|8|013|13, 8|localhost|dGhl|0|5|chunked|x y|,".split("|"),
    "dGhlIHNhbXBsZSBub25jZQ==",
    "",
  ),
  fc.string({ unit: "binary-ascii", maxLength: 6 }),
);
const names = fc.constantFrom(
  ...right.map(([name]) => name),
  ..."Content-Length|Transfer-Encoding|Cookie|Origin|Expect".split("|"),
  ..."Sec-WebSocket-Extensions|Sec-WebSocket-Protocol|X Y|".split("|"),
);
const at = fc.nat(right.length);

const changes: fc.Arbitrary<(headers: Header[]) => Header[]> = fc.oneof(
  at.map((at) => (headers: Header[]) => headers.toSpliced(at, 1)),
  fc.tuple(at, names, values).map(
    ([at, ...header]) =>
      (headers: Header[]) =>
        headers.toSpliced(at, 0, header),
  ),
  fc.tuple(at, values).map(([at, value]) => (headers: Header[]) => {
    const name = headers[at]?.[0];
    return name === undefined ? headers : headers.with(at, [name, value]);
  }),
  at.map((at) => (headers: Header[]) => {
    const header = headers[at];
    return header ? headers.toSpliced(at, 0, header) : headers;
  }),
  fc
    .constantFrom("toUpperCase" as const, "toLowerCase" as const)
    .map(
      (change) => (headers: Header[]) =>
        headers.map(([name, value]): Header => [name[change](), value]),
    ),
  fc
    .tuple(names, fc.constantFrom(100, 900, 5_000), fc.constantFrom(1, 9))
    .map(([name, length, count]) => (headers: Header[]) => [
      ...headers,
      ...Array<Header>(count).fill([name, "x".repeat(length)]),
    ]),
);

/** Mostly the first. */
function mostly(usual: string, ...others: string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 40, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(usual, ...others) },
  );
}

const methods = mostly("GET", "POST", "get", "CONNECT", "HEAD", "FOO", "");
const targets = mostly(
  "/echo",
  ..."/echo/|/echo?a=b|/|/other|*|/e cho|".split("|"),
  ..."http://localhost/echo|HTTPS://localhost:80/echo/?a|http://echo".split(
    "|",
  ),
  `/${"x".repeat(5_000)}`,
);
const versions = mostly(
  "HTTP/1.1",
  ..."HTTP/1.0|HTTP/2.0|HTTP/0.9|http/1.1|HTTP/1.10|".split("|"),
);
const separators = mostly(": ", ":", ":\t", ":  ", " : ", ";");
const lineEnds = mostly("\r\n", "\n", "\r", "\r\n ");
const ends = mostly("\r\n", "", "\n");
// "hi" in a masked frame, as a client may send it without waiting.
const tails = fc.constantFrom("", "\x81\x82\0\0\0\0hi", "\x81\x02hi");

const damages = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.record({
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      removed: fc.nat(2),
      added: fc.string({ unit: "binary-ascii", maxLength: 2 }),
    }),
  },
);

const written = fc
  .record({
    line: fc.tuple(methods, targets, versions).map((words) => words.join(" ")),
    changes: fc.oneof(
      fc.array(changes, { maxLength: 0 }),
      fc.array(changes, { maxLength: 2 }),
    ),
    separator: separators,
    lineEnd: lineEnds,
    end: ends,
    tail: tails,
    damage: damages,
  })
  .map(({ line, changes, separator, lineEnd, end, tail, damage }) => {
    const headers = changes.reduce((headers, change) => change(headers), [
      ...right,
    ] as Header[]);
    const lines = headers.map((header) => header.join(separator) + lineEnd);
    const text = [line, lineEnd, ...lines, end, tail].join("");
    if (!damage) return text;
    const at = Math.floor(damage.share * text.length);
    return text.slice(0, at) + damage.added + text.slice(at + damage.removed);
  });

export const requests: fc.Arbitrary<Request> = fc.record({
  text: fc.oneof(
    { weight: 9, arbitrary: written },
    { weight: 1, arbitrary: fc.string({ unit: "binary-ascii" }) },
  ),
  chunk: fc.constantFrom(100_000, 1, 7, 100),
});
