// Bytes in few words, for the tests of every lesson that has some.

export function fromHex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** `bytes` in chunks that end at each of the ascending `cuts`. */
export function cut(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  return [...cuts, bytes.length].map((end, i) =>
    bytes.subarray(cuts[i - 1] ?? 0, end),
  );
}
