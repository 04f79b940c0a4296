// What must come of the bytes that a peer sends to an echo: RFC 6455 read a
// second time, slowly and from the whole string. It shares no line with the
// lessons and does nothing as they do: bits are characters here, lengths big
// integers, and UTF-8 is a pattern.
//
// Where the RFC leaves a choice, this is what is chosen: a header is judged byte
// by byte, as it comes; a frame's place, its message's size and its text when
// the frame is whole.

import {
  type Header,
  readFrame,
  type Role,
  type Rules,
} from "./frame-oracle.ts";
import { beginningOfUtf8, wholeUtf8 } from "./utf8.ts";

/** How it must end. */
export interface Verdict {
  /** The messages that must be heard, each as `show` shows it. */
  heard: string[];
  /** What must be answered, each frame as `show` shows it. */
  answers: string[];
  /** The close code of a fault, if there was one. */
  fault: number | undefined;
  /** Must our close frame say in words what was expected? */
  isExplained: boolean;
  /** What `onclose` must be told. */
  told: number;
}

interface Open {
  opcode: number;
  bytes: Buffer;
  fragments: number;
}

const [continuation, text, close, ping, pong] = [0, 1, 8, 9, 10];

export function show(opcode: number, payload: Uint8Array): string {
  return `${opcode.toString(16)} ${Buffer.from(payload).toString("latin1")}`;
}

export function judge(sent: Uint8Array, rules: Rules): Verdict {
  const heard: string[] = [];
  const answers: string[] = [];
  let rest: Buffer = Buffer.from(sent);
  let open: Open | undefined;
  let messages = 0;
  let isQuiet = false; // we have said goodbye

  const end = (
    fault: number | undefined,
    said: string[],
    told: number,
  ): Verdict => {
    const isExplained = fault !== undefined && !isQuiet;
    answers.push(...said);
    return { heard, answers, fault, isExplained, told };
  };
  const fault = (code: number): Verdict => {
    const said = isQuiet ? [] : [show(close, codeBytes(code))];
    return end(code, said, 1006);
  };
  const answer = (opcode: number, payload: Buffer) => {
    if (!isQuiet) answers.push(show(opcode, payload));
  };

  for (;;) {
    const frame = readFrame(rest, rules);
    if (typeof frame === "number") return fault(frame);
    if (!frame) return end(undefined, [], 1006);
    rest = frame.rest;

    if (frame.opcode === ping) answer(pong, frame.bytes);
    if (frame.opcode === close) {
      const wrong = closeFault(frame.bytes);
      if (wrong) return fault(wrong);
      answer(close, frame.bytes.subarray(0, 2));
      const told = frame.bytes.length > 0 ? frame.bytes.readUInt16BE() : 1005;
      return end(undefined, [], told);
    }
    if (frame.opcode >= close) continue;

    const isNew = frame.opcode !== continuation;
    if (isNew === (open !== undefined)) return fault(1002);
    open = grow(open, frame);
    const wrong = messageFault(open, frame.isLast, rules);
    if (wrong) return fault(wrong);
    if (!frame.isLast) continue;
    messages += 1;
    if (!isQuiet) heard.push(show(open.opcode, open.bytes));
    if (messages === rules.goodbyeAt) {
      answer(close, codeBytes(1000));
      isQuiet = true;
    }
    answer(open.opcode, open.bytes);
    open = undefined;
  }
}

function grow(open: Open | undefined, { opcode, bytes }: Header): Open {
  if (!open) return { opcode, bytes, fragments: 1 };
  const all = Buffer.concat([open.bytes, bytes]);
  return { ...open, bytes: all, fragments: open.fragments + 1 };
}

function messageFault(open: Open, isWhole: boolean, rules: Rules) {
  if (open.bytes.length > rules.maxMessageBytes) return 1009;
  if (open.fragments > rules.maxFragments) return 1008;
  const pattern = isWhole ? wholeUtf8 : beginningOfUtf8;
  if (open.opcode === text && !pattern.test(open.bytes.toString("latin1")))
    return 1007;
  return undefined;
}

function closeFault(payload: Buffer): number | undefined {
  if (payload.length === 0) return undefined;
  if (payload.length === 1) return 1002; // §5.5.1
  const code = payload.readUInt16BE();
  // §7.4.2, and what the registry has added since.
  if (!/^(100[0-37-9]|101[0-4]|[34]\d{3})$/.test(`${code}`)) return 1002;
  const reason = payload.subarray(2).toString("latin1");
  return wholeUtf8.test(reason) ? undefined : 1007;
}

function codeBytes(code: number): Buffer {
  return Buffer.of(code >> 8, code & 255);
}

const anything = { maxMessageBytes: 2 ** 40, maxFragments: 1, goodbyeAt: 0 };

/**
 * The frames that a peer of `role` has written, each as `show` shows it, the
 * reasons of closes apart. Throws an `Error` for anything that no peer may send.
 */
export function readAnswers(written: Buffer, role: Role) {
  const answers: string[] = [];
  const reasons: string[] = [];
  const reader = role === "server" ? "client" : "server";
  const rules = { role: reader, ...anything } as const;
  for (let rest = written; rest.length > 0;) {
    const frame = readFrame(rest, rules);
    if (!frame || typeof frame === "number") throw new Error("broken frame");
    const isClose = frame.opcode === close;
    const bytes = isClose ? frame.bytes.subarray(0, 2) : frame.bytes;
    answers.push(show(frame.opcode, bytes));
    if (isClose) reasons.push(frame.bytes.subarray(2).toString());
    rest = frame.rest;
  }
  return { answers, reasons };
}
