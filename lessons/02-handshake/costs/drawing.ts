// A conversation as a drawing: the client on the left, the server on the right,
// and between them what leaves either for the other.

import type { Conversation, Saying } from "./conversation.ts";
import type { Side } from "./way.ts";
import type { Passage } from "./wire.ts";

interface Event {
  atMs: number;
  by: Side;
  text: string;
  bytes?: number;
}

/** A line for everything that is said, passes the wire, or is heard, in order. */
export function draw(
  sayings: readonly Saying[],
  { heard, passages }: Conversation,
): string[] {
  const hears = (by: Side): Event[] =>
    heard[by].map(({ atMs, message }) => ({
      atMs,
      by,
      text: `hears "${message}"`,
    }));
  const events: Event[] = [
    ...sayings.map(({ message, ...rest }) => ({
      ...rest,
      text: `says "${message}"`,
    })),
    ...hears("client"),
    ...hears("server"),
    ...passages.map(({ bytes, ...rest }) => ({
      ...rest,
      text: nameOf(bytes),
      bytes: bytes.length,
    })),
  ];
  return [
    "   ms  client                                  server",
    ...events.sort((a, b) => a.atMs - b.atMs).map(lineOf),
  ];
}

function lineOf({ atMs, by, text, bytes }: Event): string {
  const left = by === "client" ? text : "";
  const right = by === "server" ? text : "";
  const arrow = bytes === undefined ? "" : arrowOf(by, bytes);
  const columns = [left.padEnd(18), arrow.padEnd(18), right];
  return `${String(atMs).padStart(5)}  ${columns.join("  ")}`.trimEnd();
}

function arrowOf(by: Side, bytes: number): string {
  if (bytes === 0) return "◀────────────────▶";
  const weight = `${bytes} bytes`.padStart(10);
  return by === "client" ? `──${weight} ────▶` : `◀────${weight} ──`;
}

/** What a piece of the wire is, by how it begins. */
function nameOf(bytes: Passage["bytes"]): string {
  if (bytes.length === 0) return "opens a connection";
  const text = bytes.toString("latin1");
  return (
    /^(?:GET|POST) \S+/.exec(text)?.[0] ??
    /^HTTP\/1\.1 (.+)/.exec(text)?.[1] ??
    /^data: .+/m.exec(text)?.[0] ??
    "a frame"
  );
}
