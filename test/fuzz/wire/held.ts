// Peers that begin and never end: what do they make us hold? Many of them are
// weighed together, because one alone is lost in the noise of the heap.

import { runInNewContext } from "node:vm";
import { setFlagsFromString } from "node:v8";
import fc from "fast-check";
import { limitsFor } from "../../../lessons/05-connection/limits.ts";
import { WebSocketConnection } from "../../../lessons/05-connection/websocket.ts";
import { Wire } from "./memory.ts";

const limits = limitsFor(2 * 1024);
const peers = 50;

/** An unfinished message: fragments that came, and a frame that is awaited. */
export interface Unfinished {
  isText: boolean;
  fragments: number;
  fragmentBytes: number;
  /** Bytes that the header of the next frame announces. */
  announcedBytes: number;
  /** Does every byte come alone? */
  isDripped: boolean;
}

export const unfinished: fc.Arbitrary<Unfinished> = fc.record({
  isText: fc.boolean(),
  fragments: fc.integer({ min: 0, max: limits.maxFragments }),
  fragmentBytes: fc.constantFrom(0, 1, 7, 63),
  announcedBytes: fc.constantFrom(0, 125, limits.maxMessageBytes),
  isDripped: fc.boolean(),
});

// What `limits.ts` says of a fragment, of a message (at most doubled while it
// grows) and of a frame on its way; and a connection with the socket it has here.
const fragmentBytes = 100;
const connectionBytes = 12 * 1024;

export function mostBytes({ fragments }: Unfinished): number {
  const message = 3 * limits.maxMessageBytes;
  return connectionBytes + message + fragments * fragmentBytes;
}

/** Bytes that each of many connections holds of `unfinished`. */
export async function weigh(unfinished: Unfinished): Promise<number> {
  const chunks = chunksOf(unfinished);
  const before = await bytesInUse();
  const wires = Array.from({ length: peers }, () => new Wire(false));
  const connections = wires.map((wire) => {
    const none = Buffer.of();
    return new WebSocketConnection("server", wire, none, limits);
  });
  // The chunks are ours, but whoever keeps one keeps a copy that is his.
  for (const wire of wires)
    for (const chunk of chunks) wire.push(Buffer.from(chunk));
  const held = ((await bytesInUse()) - before) / connections.length;
  if (wires.some(({ written }) => written.length > 0))
    throw new Error("expected no answer yet, got one");
  for (const wire of wires) wire.destroy();
  return held;
}

function chunksOf(unfinished: Unfinished): Uint8Array[] {
  const { isText, fragments, announcedBytes, isDripped } = unfinished;
  const most = Math.floor(limits.maxMessageBytes / Math.max(fragments, 1));
  const length = Math.min(unfinished.fragmentBytes, most);
  const frames = Array.from({ length: fragments }, (_, at) =>
    Buffer.concat([
      Buffer.of(at > 0 ? 0 : isText ? 1 : 2, 0x80 | length, 0, 0, 0, 0),
      Buffer.alloc(length, "x"),
    ]),
  );
  const announced = Buffer.alloc(9, "x"); // a byte of the payload is there
  announced.set([fragments > 0 ? 0x80 : 0x82, 0xfe, 0, 0, 0, 0, 0, 0]);
  announced.writeUInt16BE(announcedBytes, 2);
  const last = announcedBytes < 126 ? announced.subarray(0, 1) : announced;
  const all = Buffer.concat([...frames, last]);
  if (!isDripped) return [all];
  return Array.from(all, (byte) => Uint8Array.of(byte));
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

// Once is not enough: what a collection frees outside the heap, it frees later.
async function bytesInUse(): Promise<number> {
  for (let times = 0; times < 2; times++) {
    await new Promise(setImmediate);
    collect();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
