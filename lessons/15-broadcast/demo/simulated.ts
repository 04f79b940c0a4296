// A connection without a socket, for programs that are run in every order.
//
//   hub ── sendFrame ──▶ │ one write │ ──▶ read ──▶ heard
//   hub ◀─ onmessage ─── say
//
// What a socket does later, this one does at once: its words are there, its goodbye
// is answered. That loses no order, because whoever is told of it waits in a channel
// and may go on as late as the schedule likes.
//
// Always true, as of a connection of lesson 5:
//   - nothing is heard after a goodbye of ours, or after the end
//   - while it is paused, what is said waits, and the end of a peer behind it
//   - `onclose` is called once
//
// Its phase is a cell: the explorer sees who looks at it and who changes it.

import { Cell, Channel } from "rendezvous";
import type { Connection, Message } from "../../05-connection/connection.ts";
import { notOpen, rejected, taken } from "../../05-connection/sender.ts";

export interface Manner {
  protocol?: string;
  /** It takes what is written when `read` does, and not at once. */
  readsLate?: boolean;
  /** It never answers a goodbye: only a cut ends it. */
  isDeaf?: boolean;
}

export class SimulatedConnection implements Connection {
  onmessage: Connection["onmessage"] = ignore;
  onclose: Connection["onclose"] = ignore;
  onpong: Connection["onpong"] = ignore;
  readonly protocol: string;
  readonly bufferedBytes = 0;
  /** What the peer has read, a text for each frame. */
  readonly heard: string[] = [];
  /** Is called whenever it has read something. */
  onheard: () => void = ignore;
  /** The first code that our side has said goodbye with; 0 for none. */
  goodbye = 0;
  readonly #manner: Manner;
  readonly #phase = new Cell<"open" | "closing" | "ended">("open");
  readonly #wire = new Channel<Uint8Array>(1);
  #written: Written | undefined;
  readonly #unread: Message[] = [];
  #isPaused = false;
  #isLeaving = false;

  constructor(manner: Manner = {}) {
    this.#manner = manner;
    this.protocol = manner.protocol ?? "";
  }

  get hasEnded(): boolean {
    return this.#phase.value === "ended";
  }

  // #region peer
  say(message: Message): void {
    this.#unread.push(message);
    this.#deliver();
  }

  /** The peer has nothing more to say, and goes. */
  hangUp(): void {
    this.#isLeaving = true;
    this.#deliver();
  }

  /** Reads what is written, as a goroutine. */
  async read(): Promise<void> {
    for await (const frames of this.#wire) {
      if (this.hasEnded) return;
      this.#hear(frames);
      this.#written?.resolve();
    }
  }

  /** It is cut off. */
  destroy(): void {
    if (this.hasEnded) return;
    this.#phase.value = "ended";
    this.#wire.close();
    this.#written?.reject(notOpen());
    this.onclose(this.goodbye || 1006, "");
  }
  // #endregion peer

  sendFrame(frames: Uint8Array): Promise<void> {
    if (this.#phase.value !== "open") return rejected(notOpen());
    if (this.#manner.readsLate) return this.#write(frames);
    this.#hear(frames);
    return taken;
  }

  // Whoever writes waits until that is taken before it writes more.
  #write(frames: Uint8Array): Promise<void> {
    this.#wire.trySend(frames);
    return new Promise((resolve, reject) => {
      this.#written = { resolve, reject };
    });
  }

  #hear(frames: Uint8Array): void {
    this.heard.push(...textsOf(frames));
    this.onheard();
  }

  close(code = 1000): Promise<void> {
    if (this.#phase.value !== "open") return taken;
    this.goodbye = code;
    this.#phase.value = "closing";
    if (!this.#manner.isDeaf) this.destroy();
    return taken;
  }

  send(): Promise<void> {
    throw new Error("expected frames");
  }

  ping(): Promise<void> {
    return taken;
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#deliver();
  }

  #deliver(): void {
    while (this.#phase.value === "open" && !this.#isPaused) {
      const message = this.#unread.shift();
      if (message === undefined) break;
      void this.onmessage(message);
    }
    const isLast = this.#unread.length === 0 && !this.#isPaused;
    if (this.#isLeaving && isLast) this.destroy();
  }
}

interface Written {
  resolve: () => void;
  reject: (error: Error) => void;
}

const utf8 = new TextDecoder();

/** The texts of short frames that stand one behind the other. */
export function textsOf(frames: Uint8Array): string[] {
  const texts: string[] = [];
  for (let at = 0; at < frames.length;) {
    const end = at + 2 + (frames[at + 1] ?? 0);
    texts.push(utf8.decode(frames.subarray(at + 2, end)));
    at = end;
  }
  return texts;
}

function ignore(): void {}
