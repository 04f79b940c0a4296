// What the lessons take from `node:buffer`, for a browser.

export { Buffer } from "buffer/index.js";

/** Are all of `bytes` below 0x80? Node's own of that name. */
export function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80);
}
