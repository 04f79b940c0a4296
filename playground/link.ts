// A link that carries a program, its seed and the order in which it ran: whoever
// opens it sees the same.
//
//   ?program=7-room                       one of the course's own
//   #shared=<deflated JSON, base64url>    anybody's
//
// It is deflated as zlib does it, with a checksum: otherwise every fifth link with
// one wrong letter would open, with a wrong letter in its program.

/** What a link says. */
export interface Shared {
  text: string;
  seed: number;
  /** The order to repeat. */
  schedule?: string;
  /** The program of the course that it was made of. */
  id?: string;
}

export type Link =
  | { kind: "program"; id: string; schedule?: string }
  | { kind: "shared"; shared: Shared };

// A link of this length is still opened by every browser and most chats.
const mostCharacters = 200_000;

/**
 * The part of an address behind the `#`. Rejects with a sentence for a program that
 * is too long for a link.
 */
export async function hashOf(shared: Shared): Promise<string> {
  const plain = new TextEncoder().encode(JSON.stringify(shared));
  if (plain.length > mostBytes) throw tooLong(shared);
  const bytes = await through(plain, new CompressionStream("deflate"));
  const packed = toBase64Url(bytes);
  if (packed.length > mostCharacters) throw tooLong(shared);
  return `#shared=${packed}`;
}

function tooLong({ text: { length } }: Shared): RangeError {
  return new RangeError(
    `expected a program that fits into a link, got one of ${length} characters`,
  );
}

/**
 * What an address says, in what stands behind its `?` and its `#`; `undefined` if it
 * says nothing of ours. Rejects with a sentence for a link that was cut or changed
 * on its way.
 */
export async function readLink(
  search: string,
  hash: string,
): Promise<Link | undefined> {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const packed = words.get("shared");
  if (packed === null) return readSearch(new URLSearchParams(search));
  try {
    return { kind: "shared", shared: check(JSON.parse(await unpack(packed))) };
  } catch {
    throw new Error(
      "expected a link as Share makes it, got one that was cut or changed on its way",
    );
  }
}

function readSearch(words: URLSearchParams): Link | undefined {
  const id = words.get("program");
  if (id === null) return undefined;
  const schedule = words.get("schedule");
  return { kind: "program", id, ...(schedule !== null && { schedule }) };
}

async function unpack(packed: string): Promise<string> {
  if (packed.length > mostCharacters) throw new Error("too long");
  const bytes = await through(
    fromBase64Url(packed),
    new DecompressionStream("deflate"),
  );
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

function check(value: unknown): Shared {
  const { text, seed, schedule, id } = value as Partial<Shared>;
  if (typeof text !== "string" || !isSeed(seed)) throw new Error("no program");
  return {
    ...{ text, seed },
    ...(typeof schedule === "string" && { schedule }),
    ...(typeof id === "string" && { id }),
  };
}

function isSeed(seed: unknown): seed is number {
  return (
    Number.isInteger(seed) &&
    (seed as number) >= 0 &&
    (seed as number) < 2 ** 32
  );
}

const mostBytes = 1024 * 1024; // of a program; a few bytes can unfold to gigabytes

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Blob([bytes]).stream().pipeThrough(stream);
  const reader = (whole as ReadableStream<Uint8Array>).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > mostBytes) {
      await reader.cancel();
      throw new Error("too long");
    }
    parts.push(value as Uint8Array<ArrayBuffer>);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function toBase64Url(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text)
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}
