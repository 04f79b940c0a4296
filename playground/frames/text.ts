// A payload as text, for a field that somebody types in.

// A byte order mark belongs to the text.
const keepMark = { fatal: false, ignoreBOM: true };
const lenient = new TextDecoder("utf-8", keepMark);
const encoder = new TextEncoder();

/** Bytes that are no UTF-8 are shown as U+FFFD; `isText` tells. */
export function toText(bytes: Uint8Array): { text: string; isText: boolean } {
  const text = lenient.decode(bytes);
  const isText = encoder.encode(text).every((byte, at) => byte === bytes[at]);
  return { text, isText };
}

export function fromText(text: string): Uint8Array {
  return encoder.encode(text);
}
