// Bytes as people write them: two hex digits each, and blanks as they please.

/** What was typed, read, or one sentence that says why it cannot be. */
export type Typed<T> = { value: T } | { fault: string };

// Twice the longest message of the default limits: enough to break each of them,
// little enough to be read anew at each key.
export const mostBytes = 128 * 1024;

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, byteToHex).join(" ");
}

export function byteToHex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

/**
 * ```ts
 * fromHex("81 02\n4869") // => { value: Uint8Array.of(0x81, 2, 0x48, 0x69) }
 * fromHex("8") // => { fault: 'expected pairs of hex digits, got "8" alone' }
 * ```
 */
export function fromHex(text: string): Typed<Uint8Array> {
  const digits = text.replace(/\s+/g, "");
  const stray = /[^0-9a-f]/i.exec(digits)?.[0];
  if (stray) return { fault: `expected hex digits, got "${stray}"` };
  if (digits.length % 2 > 0) {
    const last = digits.slice(-1);
    return { fault: `expected pairs of hex digits, got "${last}" alone` };
  }
  const count = digits.length / 2;
  if (count > mostBytes) {
    return { fault: `expected at most ${mostBytes} bytes, got ${count}` };
  }
  const pairs = digits.match(/../g) ?? [];
  return { value: Uint8Array.from(pairs, (pair) => parseInt(pair, 16)) };
}

/** Exactly `count` bytes, as a masking key has. */
export function fromHexOf(count: number, text: string): Typed<Uint8Array> {
  const typed = fromHex(text);
  if ("fault" in typed || typed.value.length === count) return typed;
  return { fault: `expected ${count} bytes, got ${typed.value.length}` };
}
