// What the lessons take from `node:crypto`, for a browser: SHA-1, of which a
// WebSocket asks no secrecy. The browser's own is asynchronous.

import { sha1 } from "@noble/hashes/legacy.js";
import { Buffer } from "./buffer.ts";

export interface Hash {
  update(text: string): Hash;
  digest(encoding: "base64" | "hex"): string;
}

/** Throws a `RangeError` for any other hash: no lesson needs one. */
export function createHash(name: string): Hash {
  if (name !== "sha1") throw new RangeError(`expected sha1, got ${name}`);
  const state = sha1.create();
  const hash: Hash = {
    update(text) {
      state.update(Buffer.from(text));
      return hash;
    },
    digest: (encoding) => Buffer.from(state.digest()).toString(encoding),
  };
  return hash;
}
