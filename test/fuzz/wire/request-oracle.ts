// What must come of a request, from its bytes: RFC 9112 for its form, RFC 6455
// §4.2.1 for what a handshake must hold, both as patterns. It is stricter than
// servers are: what is not a request to it may get any refusal or none, but no 101.

import { createHash } from "node:crypto";

/** "either" is what only the server's own count of bytes or reading decides. */
export type Expected =
  | { kind: "accepted" | "either"; key: string; frames: string }
  | { kind: "refused"; why: string };

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const requestLine = new RegExp(`^(${token}) (\\S+) HTTP/(\\d\\.\\d)$`);
const headerLine = new RegExp(
  `^(${token}):[ \\t]*([\\t\\x20-\\x7e\\x80-\\xff]*?)[ \\t]*$`,
);
// §3.2.2: a target may be a whole address. What hosts a server can read is its own
// business, but a name and a port are one.
const path = "/echo/?([?#].*)?$";
const named = "(?:[Hh][Tt][Tt][Pp][Ss]?://[A-Za-z0-9.-]+(?::\\d+)?)?";
const strange = "[Hh][Tt][Tt][Pp][Ss]?://[^/?#]+";
const ourTarget = new RegExp(`^${named}${path}`);
const strangeTarget = new RegExp(`^${strange}${path}`);

export function expectedOf(sent: string, maxHeaderBytes: number): Expected {
  const text = sent.replace(/^[\r\n]+/, ""); // §2.2: empty lines before it
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return refused("a head that ends");
  const [first = "", ...rest] = text.slice(0, end).split("\r\n");
  const [, method = "", target = "", version = ""] =
    requestLine.exec(first) ?? [];
  if (method !== "GET") return refused("the method GET");
  if (!(Number(version) >= 1.1)) return refused("HTTP 1.1");
  const isOurs = ourTarget.test(target);
  if (!isOurs && !strangeTarget.test(target))
    return refused("a path that is there");

  const headers = new Map<string, string>();
  for (const line of rest) {
    const [, name, value = ""] = headerLine.exec(line) ?? [];
    if (name === undefined) return refused("headers as RFC 9112 wants them");
    if (/^host$/i.test(name) && headers.has("host")) return refused("one Host");
    const before = headers.get(name.toLowerCase());
    const both = before === undefined ? value : `${before}, ${value}`;
    headers.set(name.toLowerCase(), both);
  }
  // A body would stand where frames are expected, and be read as such.
  if (headers.has("transfer-encoding")) return refused("no body");
  if (!/^0+$/.test(headers.get("content-length") ?? "0"))
    return refused("no body");
  const why = faultOf((name) => headers.get(name) ?? "");
  if (why) return refused(why);

  const key = headers.get("sec-websocket-key") ?? "";
  const frames = text.slice(end + 4);
  if (!isOurs) return { kind: "either", key, frames };
  if (end <= maxHeaderBytes) return { kind: "accepted", key, frames };
  // What a server counts, with or without the line ends, is its own business.
  const counted = end - 4 * rest.length - first.length;
  if (counted > maxHeaderBytes) return refused("fewer bytes of headers");
  return { kind: "either", key, frames };
}

function faultOf(header: (name: string) => string): string | undefined {
  const lists = (name: string, word: string) =>
    new RegExp(`(^|,)[ \\t]*${word}[ \\t]*(,|$)`, "i").test(header(name));
  if (header("host") === "") return "a Host";
  if (!lists("upgrade", "websocket")) return "Upgrade: websocket";
  if (!lists("connection", "upgrade")) return "Connection: Upgrade";
  if (!/^[A-Za-z0-9+/]{22}==$/.test(header("sec-websocket-key")))
    return "a key of 16 bytes";
  if (header("sec-websocket-version") !== "13") return "version 13";
  return undefined;
}

function refused(why: string): Expected {
  return { kind: "refused", why: `expected ${why}` };
}

/** What answers `key`, RFC 6455 §4.2.2. */
export function acceptKeyOf(key: string): string {
  const known = `${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  return createHash("sha1").update(known, "latin1").digest("base64");
}
