// A connection without a socket: it says what it is told to, notes what is
// written to it, and takes it as fast or as slowly as the test likes.

import type {
  Connection,
  Message,
} from "../../lessons/05-connection/connection.ts";
import {
  notOpen,
  rejected,
  taken,
} from "../../lessons/05-connection/sender.ts";
import { latch } from "../support/connection.ts";

export class FakeConnection implements Connection {
  onmessage: Connection["onmessage"] = () => undefined;
  onclose: Connection["onclose"] = () => undefined;
  onpong: Connection["onpong"] = () => undefined;
  readonly protocol = "";
  readonly bufferedBytes = 0;

  /** What was written, each write as it came. */
  readonly writes: Uint8Array[] = [];
  readonly goodbyes: number[] = [];
  isPaused = false;
  hasEnded = false;
  readonly #unread: Message[] = [];
  #drained: [promise: Promise<void>, drain: () => void] | undefined;

  /** The peer says something, all of it in one piece. */
  hear(...messages: Message[]): void {
    this.#unread.push(...messages);
    this.#read();
  }

  /** How many messages it has not been able to deliver. */
  get unread(): number {
    return this.#unread.length;
  }

  /** The socket ends, behind all that was delivered. */
  end(code = 1000): void {
    this.hasEnded = true;
    this.drain();
    this.onclose(code, "");
  }

  /** From now on the peer does not take what is written. */
  stick(): void {
    const [promise, drain] = latch<void>();
    this.#drained = [promise, drain];
  }

  drain(): void {
    this.#drained?.[1]();
    this.#drained = undefined;
  }

  send(): Promise<void> {
    throw new Error("expected a pump to send frames");
  }

  sendFrame(frame: Uint8Array): Promise<void> {
    if (this.hasEnded) return rejected(notOpen());
    this.writes.push(frame);
    return this.#drained?.[0] ?? taken;
  }

  ping(): Promise<void> {
    return taken;
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
    this.#read();
  }

  close(code = 1000): Promise<void> {
    this.goodbyes.push(code);
    return taken;
  }

  destroy(): void {
    if (!this.hasEnded) this.end(1006);
  }

  #read(): void {
    while (!this.isPaused) {
      const message = this.#unread.shift();
      if (message === undefined) return;
      void this.onmessage(message);
    }
  }
}
