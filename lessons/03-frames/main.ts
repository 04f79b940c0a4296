import { runDemo } from "../demo.ts";
import {
  encodeFrame,
  type Frame,
  FrameDecoder,
  opcodes,
  ProtocolError,
} from "./frame.ts";
import {
  readExtendedBytes,
  readFin,
  readLength,
  readMasked,
  readOpcode,
  readReserved,
} from "./header.ts";
import { viewOf } from "./room.ts";

const { text, binary, ping } = opcodes;

// A client takes four random bytes for each frame. The demo takes those of RFC
// 6455 §5.7 each time, so that every run prints the same.
const mask = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);

function bytes(): void {
  const hello = { opcode: text, payload: utf8("Hello") };
  const numbers = { opcode: binary, payload: new Uint8Array(300) };
  draw('the server sends "Hello"', encodeFrame(hello));
  draw('the client sends "Hello"', encodeFrame(hello, mask));
  draw("the server sends 300 zeros", encodeFrame(numbers));
}

function draw(title: string, frame: Uint8Array): void {
  const header = viewOf(frame);
  const extended = readExtendedBytes(header);
  const maskAt = 2 + extended;
  const payloadAt = maskAt + (readMasked(header) ? 4 : 0);
  const rest = frame.subarray(payloadAt);

  console.log(`${title}: ${hex(frame)}`);
  row(frame.subarray(0, 1), [1, 3, 4], describeFirstByte(header));
  row(frame.subarray(1, 2), [1, 7], describeSecondByte(header));
  if (extended) {
    row(frame.subarray(2, maskAt), [], `the length, ${readLength(header)}`);
  }
  if (payloadAt > maskAt) {
    row(frame.subarray(maskAt, payloadAt), [], "the mask");
    row(rest, [], "the payload, masked");
  } else {
    row(rest, [], "the payload");
  }
}

function describeFirstByte(header: DataView): string {
  const reserved = readReserved(header).toString(2).padStart(3, "0");
  const fin = readFin(header) ? "fin" : "not fin";
  const opcode = readOpcode(header);
  return `${fin}, reserved ${reserved}, opcode ${opcode} (${nameOf(opcode)})`;
}

function describeSecondByte(header: DataView): string {
  const masked = readMasked(header) ? "masked" : "not masked";
  const extended = readExtendedBytes(header);
  return extended === 0
    ? `${masked}, length ${readLength(header)}`
    : `${masked}, the length in the next ${extended} bytes`;
}

function row(bytes: Uint8Array, fields: number[], meaning: string): void {
  const bits = bytes[0]?.toString(2).padStart(8, "0") ?? "";
  let at = 0;
  const parts = fields.map((width) => bits.slice(at, (at += width)));
  console.log(
    `  ${hex(bytes, 7).padEnd(25)}${parts.join(" ").padEnd(12)}${meaning}`,
  );
}

function cuts(): void {
  const tea = utf8("tea? ".repeat(26));
  const stream = join([
    encodeFrame({ opcode: text, payload: utf8("Hello") }, mask),
    encodeFrame({ opcode: ping, payload: utf8("") }, mask),
    encodeFrame({ opcode: text, payload: tea }, mask),
    encodeFrame({ opcode: text, payload: utf8("bye") }, mask),
  ]);
  console.log(`alice sends 4 frames, ${stream.length} bytes in all`);

  const bob = new FrameDecoder({ masked: true, maxPayloadBytes: 64 * 1024 });
  let at = 0;
  for (const size of [1, 9, 10, 60, 82, 2]) {
    const chunk = stream.subarray(at, (at += size));
    bob.push(chunk);
    const bytes = `${String(size).padStart(2)}: ${hex(chunk, 8)}`;
    console.log(`bob gets ${bytes.padEnd(32)}${read(bob)}`);
  }
}

function read(decoder: FrameDecoder): string {
  const frames: string[] = [];
  for (let frame = decoder.next(); frame; frame = decoder.next()) {
    frames.push(describe(frame));
  }
  return frames.join(", ") || "no frame yet";
}

function describe({ opcode, payload }: Frame): string {
  const said = fromUtf8(payload.subarray(0, 5));
  const dots = payload.length > 5 ? "…" : "";
  return `${nameOf(opcode)} "${said}${dots}"`;
}

function mistakes(): void {
  attempt("forgets the mask", [0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f]);
  attempt("makes up an opcode", [0x83, 0x85, ...mask, 0x7f, 0x9f]);
  attempt("announces 1 GiB", [0x82, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, ...mask]);
}

function attempt(what: string, bytes: number[]): void {
  const bob = new FrameDecoder({ masked: true, maxPayloadBytes: 64 * 1024 });
  console.log(`mallory ${what}: ${hex(bytes)}`);
  for (const [at, byte] of bytes.entries()) {
    bob.push(Uint8Array.of(byte));
    const verdict = judge(bob);
    if (verdict) return console.log(`  at byte ${at + 1}: ${verdict}`);
  }
}

function judge(decoder: FrameDecoder): string | undefined {
  try {
    decoder.next();
    return undefined;
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return `${error.closeCode} ${error.code}\n  ${error.message}`;
  }
}

function proxy(): void {
  const wish = "GET /script.js HTTP/1.1\r\nHost: bank.example\r\n\r\n";
  const frame = { opcode: text, payload: utf8(wish) };
  const others = Uint8Array.of(0xc4, 0x0d, 0x9e, 0x52);
  look("no mask", encodeFrame(frame));
  look(`the mask ${hex(mask)}`, encodeFrame(frame, mask));
  look(`the mask ${hex(others)}`, encodeFrame(frame, others));
}

// A proxy that knows HTTP and nothing else.
function look(how: string, bytes: Uint8Array): void {
  const wire = Buffer.from(bytes).toString("latin1");
  const [, path = "", host = ""] =
    /GET (\S+) HTTP\/1\.1\r\nHost: (\S+)/.exec(wire) ?? [];
  const seen = path && `a request for http://${host}${path}`;
  console.log(`a page sends a text with ${how}`);
  console.log(`  on the wire: ${wire.replaceAll(/[^ -~]/g, "·")}`);
  console.log(`  the proxy sees ${seen || "nothing that it knows"}`);
}

function nameOf(opcode: number): string {
  const [name = "?"] =
    Object.entries(opcodes).find(([, known]) => known === opcode) ?? [];
  return name;
}

function hex(bytes: ArrayLike<number>, most = 14): string {
  const shown = Array.from(bytes).slice(0, most);
  const pairs = shown.map((byte) => byte.toString(16).padStart(2, "0"));
  return pairs.join(" ") + (bytes.length > most ? " …" : "");
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function fromUtf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

await runDemo({ bytes, cuts, mistakes, proxy });
