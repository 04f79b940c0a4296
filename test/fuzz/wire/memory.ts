// One connection over a socket in memory: it gets an input, and everything that
// it does is compared with the oracle.

import { Duplex } from "node:stream";
import { getHeapStatistics } from "node:v8";
import type {
  Connection,
  Message,
} from "../../../lessons/05-connection/connection.ts";
import {
  type Limits,
  limitsFor,
} from "../../../lessons/05-connection/limits.ts";
import { WebSocketConnection } from "../../../lessons/05-connection/websocket.ts";
import { chunksOf, type Input } from "./inputs.ts";
import { judge, readAnswers, show, type Verdict } from "./oracle.ts";

/** What an input may take of the processor: more would keep the others waiting. */
export const mostMs = 500;

/**
 * Milliseconds of the processor that this process has had. A machine with other
 * things to do makes us wait, but not work more.
 */
export function spentMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

const roomBytes = 64; // of a slow peer: most answers have to wait for more

export class Wire extends Duplex {
  readonly written: Buffer[] = [];
  readonly #isSlow: boolean;

  constructor(isSlow: boolean) {
    super(isSlow ? { writableHighWaterMark: roomBytes } : {});
    this.#isSlow = isSlow;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.written.push(chunk);
    if (this.#isSlow) setImmediate(done);
    else done();
  }
}

/** What a connection did with an input. */
export interface Outcome {
  /** The messages it heard, as they are when all is over. */
  heard: Message[];
  written: Buffer;
  told: number[];
  ms: number;
  /** Bytes that were set aside for it, outside the heap. */
  setAsideBytes: number;
}

export async function send(input: Input): Promise<Outcome> {
  const wire = new Wire(input.isSlow);
  const closed = new Promise((resolve) => wire.on("close", resolve));
  const [began, before] = [spentMs(), outsideBytes()];
  const { heard, told } = echo(connect(wire, input), input);
  const chunks = chunksOf(input);
  for (const chunk of input.isHead ? chunks.slice(1) : chunks) wire.push(chunk);
  await new Promise(setImmediate); // it reads
  const setAsideBytes = outsideBytes() - before;
  wire.push(null);
  await closed;
  const ms = spentMs() - began;
  const written = Buffer.concat(wire.written);
  return { heard, written, told, ms, setAsideBytes };
}

/** A connection for `input`, of which the first chunk may have come before. */
function connect(wire: Duplex, input: Input): Connection {
  const first = input.isHead ? chunksOf(input)[0] : undefined;
  const head = first ?? Buffer.of();
  return new WebSocketConnection(input.role, wire, head, limitsOf(input));
}

export function limitsOf({ maxMessageBytes, maxFragments }: Input): Limits {
  return limitsFor(maxMessageBytes, { maxFragments });
}

/** Says back what it hears; returns lists of that and of what is told at the end. */
export function echo(connection: Connection, { goodbyeAt }: Input) {
  const told: number[] = [];
  const heard: Message[] = [];
  connection.onclose = (code) => void told.push(code);
  connection.onmessage = (message) => {
    heard.push(message);
    if (heard.length !== goodbyeAt) return connection.send(message);
    void connection.close(1000);
    return undefined;
  };
  return { heard, told };
}

function outsideBytes(): number {
  return getHeapStatistics().external_memory;
}

/** Throws unless what was done with `input` is what must be done. */
export function check(input: Input, outcome: Outcome): Verdict {
  const verdict = judge(input.bytes, input);
  const { answers, reasons } = readAnswers(outcome.written, input.role);
  same("the messages", outcome.heard.map(showMessage), verdict.heard);
  same("the answers", answers, verdict.answers);
  same("what is told to onclose", outcome.told, [verdict.told]);
  const isExplained = reasons.every((reason) =>
    verdict.isExplained ? /^expected .+, got .+/.test(reason) : reason === "",
  );
  if (!isExplained) throw new Error(`the reason is "${reasons.join()}"`);
  if (outcome.ms > mostMs) throw new Error(`it took ${outcome.ms} ms`);
  const most = mostSetAside(input);
  const { setAsideBytes } = outcome;
  if (setAsideBytes > most) {
    throw new Error(`${setAsideBytes} bytes are set aside, not ${most}`);
  }
  return verdict;
}

function showMessage(message: Message): string {
  const opcode = typeof message === "string" ? 1 : 2;
  return show(opcode, Buffer.from(message));
}

// A byte that came may be copied out of its frame, into a growing message, at
// most doubled, and into an answer. What has only been announced is one message.
// The rest is for whatever else the process does meanwhile.
function mostSetAside({ bytes, maxMessageBytes }: Input): number {
  return 10 * bytes.length + maxMessageBytes + 1024 * 1024;
}

export function same(what: string, got: unknown[], expected: unknown[]): void {
  const [a, b] = [JSON.stringify(got), JSON.stringify(expected)];
  if (a !== b) {
    throw new Error(`${what}: expected ${clip(b)}, got ${clip(a)}`);
  }
}

function clip(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}… ${text.length}` : text;
}
