// Connections without a wire, so that a schedule can be repeated: what is sent
// is kept, and whether the peer reads is a field.

import { external } from "rendezvous";
import type {
  Connection,
  Message,
} from "../../lessons/05-connection/connection.ts";
import { encodeFrame, opcodes } from "../../lessons/03-frames/frame.ts";
import { notOpen, taken } from "../../lessons/05-connection/sender.ts";

export class FakeConnection implements Connection {
  onmessage: Connection["onmessage"] = () => undefined;
  onclose: Connection["onclose"] = () => undefined;
  onpong: Connection["onpong"] = () => undefined;
  readonly protocol = "";
  readonly bufferedBytes = 0;
  /** Every write, in order: one frame, or several that were ready together. */
  readonly writes: Uint8Array[] = [];
  /** The code that our side has said goodbye with. */
  goodbye: number | undefined;
  isPaused = false;
  hasEnded = false;
  /** Turns of the event loop from goodbye to the end. */
  turnsToEnd = 1;
  #isReading = true;
  #stuck: Stuck | undefined;

  /** The peer says something. */
  hear(message: Message): void {
    if (this.goodbye === undefined) void this.onmessage(message);
  }

  /** The peer takes what it is sent, or, told to stop, one write more. */
  read(isReading: boolean): void {
    this.#isReading = isReading;
    if (!isReading) return;
    this.#stuck?.resolve();
    this.#stuck = undefined;
  }

  get isStuck(): boolean {
    return this.#stuck !== undefined;
  }

  send(): Promise<void> {
    throw new Error("expected frames");
  }

  sendFrame(frame: Uint8Array): Promise<void> {
    if (this.goodbye !== undefined || this.hasEnded) {
      return Promise.reject(notOpen());
    }
    this.writes.push(frame);
    if (this.#isReading) return taken;
    this.#stuck ??= stick();
    return this.#stuck.promise;
  }

  ping(): Promise<void> {
    return taken;
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  close(code = 1000): Promise<void> {
    if (this.goodbye === undefined) endLater(this, this.turnsToEnd);
    this.goodbye ??= code;
    return taken;
  }

  destroy(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.#stuck?.reject(notOpen());
    this.onclose(this.goodbye ?? 1006, "");
  }
}

interface Stuck {
  promise: Promise<void>;
  resolve: () => void;
  reject: (error: Error) => void;
}

function stick(): Stuck {
  let resolve: Stuck["resolve"] = () => undefined;
  let reject: Stuck["reject"] = () => undefined;
  const promise = new Promise<void>((...both) => ([resolve, reject] = both));
  return { promise, resolve, reject };
}

// Declared, or a virtual clock would not wait for it.
function endLater(connection: FakeConnection, turns: number): void {
  if (turns === Infinity) return;
  const answer = external("the answer to a goodbye");
  const count = (left: number): void => {
    if (left > 0) return void setImmediate(count, left - 1);
    connection.destroy();
    answer.done();
  };
  count(turns);
}

/** What the hub would tell of `message`. */
export function frameOf(message: Message): Uint8Array {
  const isText = typeof message === "string";
  const opcode = isText ? opcodes.text : opcodes.binary;
  const payload = isText ? new TextEncoder().encode(message) : message;
  return encodeFrame({ opcode, payload });
}

/** The short texts that were written to it, with spaces between them. */
export function textOf({ writes }: FakeConnection): string {
  const words: string[] = [];
  for (const write of writes) {
    for (let at = 0; at < write.length;) {
      const end = at + 2 + (write[at + 1] ?? 0);
      words.push(new TextDecoder().decode(write.subarray(at + 2, end)));
      at = end;
    }
  }
  return words.join(" ");
}
