import { runDemo } from "../demo.ts";
import { judge, mistakes } from "./demo/mistakes.ts";
import { attack, disguise, type Outcome, wish } from "./demo/poison.ts";
import { encodeFrame, type Frame, FrameDecoder, opcodes } from "./frame.ts";
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

function errors(): void {
  console.log("mallory                what she breaks, and where it shows");
  for (const mistake of mistakes) {
    const verdict = judge(mistake);
    if (!verdict) throw new Error(`expected an error, got none`);
    const { error, afterBytes } = verdict;
    const shown = hex(mistake.bytes.slice(0, afterBytes));
    const code = `${error.closeCode} ${error.code}`.padEnd(30);
    const where = mistake.section.padEnd(6);
    console.log(`${mistake.what.padEnd(23)}${where} ${code}${shown}`);
  }
}

async function poison(): Promise<void> {
  console.log("without a mask, a page of mallory's sends");
  report(await attack({ payload: wish }));
  console.log("\nwith a mask that the page cannot know, it sends");
  report(await attack({ payload: wish, mask }));
  console.log("\nwith a mask that the page could guess, it sends");
  report(await attack({ payload: disguise(wish, mask), mask }));
}

function report({ frame, kept, script }: Outcome): void {
  const header = viewOf(frame);
  const payloadAt = readMasked(header) ? 6 : 2;
  line(frame.subarray(0, 2), `binary, length ${readLength(header)}`);
  if (payloadAt > 2) line(frame.subarray(2, payloadAt), "the mask");
  for (let at = payloadAt; at < frame.length; at += 16) {
    const bytes = frame.subarray(at, at + 16);
    const letters = Buffer.from(bytes).toString("latin1");
    line(bytes, letters.replaceAll(/[^ -~]/g, "·").trimEnd());
  }
  console.log(`the proxy keeps ${kept.join(", ") || "nothing"}`);
  console.log(`carol asks the bank for its script and gets ${script}`);
}

function line(bytes: Uint8Array, meaning: string): void {
  console.log(`  ${hex(bytes, 16).padEnd(49)}${meaning}`);
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

await runDemo({ bytes, cuts, mistakes: errors, poison });
