import { opcodes, ProtocolError } from "../03-frames/frame.ts";
import { type Arrival, MessageAssembler } from "./assembler.ts";
import { encodeClose } from "./close.ts";
import {
  judge,
  last,
  limits,
  more,
  offences,
  travel,
  utf8,
} from "./demo/offences.ts";

const { text, continuation, ping, close } = opcodes;

// Alice is a server, so nothing is masked: a header of two bytes, then what it
// carries.
const headerBytes = 2;

const greeting = utf8("héllo 🌍");
const story = [
  more(text, greeting.subarray(0, 2)),
  last(ping, utf8("tick")),
  more(continuation, greeting.subarray(2, 9)),
  last(continuation, greeting.subarray(9)),
  last(close, encodeClose(1000, "bye")),
];

console.log('alice cuts "héllo 🌍" inside the é and inside the 🌍');
console.log("                         header  payload");
const bob = new MessageAssembler(limits);
for (const sent of story) {
  const { bytes, frame } = travel(sent);
  console.log(
    `alice sends ${nameOf(frame.opcode).padEnd(13)}` +
      hex(bytes.subarray(0, headerBytes)).padEnd(8) +
      hex(bytes.subarray(headerBytes)).padEnd(22) +
      `bob ${react(bob.add(frame))}`,
  );
}

console.log();
for (const offence of offences) {
  const { what, section } = offence;
  const verdict = judge(offence);
  const answer =
    verdict instanceof ProtocolError
      ? `${verdict.closeCode} ${verdict.code}`
      : `bob ${react(verdict)}`;
  console.log(`mallory ${what.padEnd(32)} ${section.padEnd(7)} ${answer}`);
}

function react(arrival: Arrival | undefined): string {
  if (!arrival) return "waits for more";
  if (arrival.kind === "message")
    return `reads "${arrival.message.toString()}"`;
  if (arrival.kind !== "close") return `sees ${arrival.kind}`;
  return `sees close ${arrival.code} "${arrival.reason}"`;
}

function nameOf(opcode: number): string {
  const [name = "?"] =
    Object.entries(opcodes).find(([, value]) => value === opcode) ?? [];
  return name;
}

function hex(bytes: Uint8Array): string {
  const pairs = Array.from(bytes, (x) => x.toString(16).padStart(2, "0"));
  return pairs.join(" ");
}
