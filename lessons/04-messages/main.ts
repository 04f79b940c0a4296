import {
  type Frame,
  type Opcode,
  opcodes,
  ProtocolError,
} from "../03-frames/frame.ts";
import { type Arrival, MessageAssembler } from "./assembler.ts";
import { encodeClose } from "./close.ts";

const { text, binary, continuation, ping, close } = opcodes;
const limits = { maxMessageBytes: 32, maxFragments: 4 };

const greeting = bytes("héllo 🌍");
const story = [
  more(text, greeting.subarray(0, 2)),
  last(ping, bytes("tick")),
  more(continuation, greeting.subarray(2, 9)),
  last(continuation, greeting.subarray(9)),
  last(close, encodeClose(1000, "bye")),
];

console.log('alice cuts "héllo 🌍" inside the é and inside the 🌍');
const bob = new MessageAssembler(limits);
for (const frame of story) {
  console.log(`alice sends ${show(frame)} bob ${react(bob.add(frame))}`);
}

const offences: Record<string, Frame[]> = {
  "continues what nobody began": [last(continuation, bytes("and"))],
  "begins a message inside another": [
    more(text, bytes("one")),
    last(text, bytes("two")),
  ],
  "hides ff in the first of many fragments": [more(text, [0xff])],
  'writes "/" in two bytes': [more(text, [0xc0]), last(continuation, [0xaf])],
  "ends on half a 🌍": [more(text, [0xf0, 0x9f]), last(continuation, [])],
  "closes with half a code": [last(close, [3])],
  "closes with 1006": [last(close, [3, 238])],
  "sends 33 bytes": [more(binary, new Uint8Array(32)), more(continuation, [0])],
  "sends a fifth fragment": [
    more(binary, []),
    ...Array<Frame>(4).fill(more(continuation, [])),
  ],
};

for (const [offence, frames] of Object.entries(offences)) {
  console.log(`mallory ${offence.padEnd(41)} ${judge(frames)}`);
}

function judge(frames: Frame[]): string {
  const assembler = new MessageAssembler(limits);
  try {
    const arrivals = frames.map((frame) => assembler.add(frame));
    return `bob ${react(arrivals.at(-1))}`;
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return `${error.closeCode} ${error.code}`;
  }
}

function react(arrival: Arrival | undefined): string {
  if (!arrival) return "waits for more";
  if (arrival.kind === "message")
    return `reads "${arrival.message.toString()}"`;
  if (arrival.kind !== "close") return `sees ${arrival.kind}`;
  return `sees close ${arrival.code} "${arrival.reason}"`;
}

function show({ fin, opcode, payload }: Frame): string {
  const [name] =
    Object.entries(opcodes).find(([, value]) => value === opcode) ?? [];
  const hex = Array.from(payload, (x) => x.toString(16).padStart(2, "0"));
  return `${name?.padEnd(12)} fin ${Number(fin)}  ${hex.join(" ").padEnd(21)}`;
}

function more(opcode: Opcode, payload: Iterable<number>): Frame {
  return { ...last(opcode, payload), fin: false };
}

function last(opcode: Opcode, payload: Iterable<number>): Frame {
  return { fin: true, reserved: 0, opcode, payload: Uint8Array.from(payload) };
}

function bytes(words: string): Uint8Array {
  return new TextEncoder().encode(words);
}
