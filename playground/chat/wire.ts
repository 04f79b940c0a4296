// A connection between a person and the room, on a virtual clock: a socket that
// holds one write, and the person at its other end, a goroutine.
//
//   write pump ── sendFrame ──▶ │ a write │ ──▶ live ──▶ told
//   hub ── ping, close ───────▶ behind it   ──▶
//   serve ◀── onmessage ── say
//
// The connection of lesson 15 that is run in every order knows no time: there
// all is answered at once. This one has a clock instead, and no other order.
//
// Always true, as of a connection of lesson 5:
//   - a ping and a goodbye stand behind what has been written before them; who
//     does not read does not see them, and answers neither
//   - nothing is heard after a goodbye of ours, or after the end
//   - while it is paused, what is said waits, and the end of a peer behind it
//   - the socket of a peer that has not answered a goodbye ends `closeTimeoutMs`
//     later; `onclose` is called once
//   - all waiting is the runtime's own: a virtual clock stands still while
//     anybody waits for something outside

import {
  afterFunc,
  type Appointment,
  Channel,
  select,
  sleep,
} from "rendezvous";
import type {
  Connection,
  Message,
} from "../../lessons/05-connection/connection.ts";
import {
  notOpen,
  rejected,
  taken,
} from "../../lessons/05-connection/sender.ts";
import type { Experience, Why } from "./chronicle.ts";
import { fromInside, textsOf, Write } from "./write.ts";

/** How long a peer may take to answer a goodbye. */
export const closeTimeoutMs = 500;

/** Is told what happens to the person, when it happens. */
export type Tell = (experience: Experience) => void;

export class Wire implements Connection {
  onmessage: Connection["onmessage"] = ignore;
  onclose: Connection["onclose"] = ignore;
  onpong: Connection["onpong"] = ignore;
  readonly protocol = "";
  readonly bufferedBytes = 0;
  /** What the system keeps of what was written, for a peer that has not read. */
  readonly written = new Channel<Write>(1);
  /** Something is to be looked at that is no write. */
  readonly notice = new Channel<true>(1);
  readonly #tell: Tell;
  readonly #name: string;
  readonly #lineMs: number;
  readonly #control: ("ping" | number)[] = []; // a number is a goodbye
  readonly #unread: Message[] = [];
  #phase: "open" | "closing" | "ended" = "open";
  #isReading = true;
  #isPaused = false;
  #isLeaving = false;
  #hasVanished = false;
  #deadline: Appointment | undefined;

  /** `lineMs`: how long the person takes to read a line. */
  constructor(name: string, lineMs: number, tell: Tell) {
    this.#name = name;
    this.#lineMs = lineMs;
    this.#tell = tell;
  }

  get hasEnded(): boolean {
    return this.#phase === "ended";
  }

  get isReading(): boolean {
    return this.#isReading;
  }

  get hasVanished(): boolean {
    return this.#hasVanished;
  }

  // #region live
  /** The life of the person, as a goroutine: reads until it has ended. */
  async live(): Promise<void> {
    const { written, notice } = this;
    while (!this.hasEnded) {
      const event = await (this.#isReading
        ? select({ written, notice })
        : select({ notice }));
      const isWrite = event.case === "written" && !event.done;
      if (isWrite) await this.#read(event.value);
      if (this.#isReading && written.length === 0) this.#answer();
    }
  }

  async #read({ frames }: Write): Promise<void> {
    for (const text of textsOf(frames)) {
      this.#tell({ what: "reads", text });
      if (this.#lineMs > 0) await sleep(this.#lineMs);
    }
  }

  #answer(): void {
    for (const control of this.#control.splice(0)) {
      if (control === "ping") this.#pong();
      else this.#farewell(control);
    }
  }

  #pong(): void {
    this.#tell({ what: "answers-ping" });
    this.onpong(nothing);
  }

  #farewell(code: number): void {
    this.#tell({ what: "reads-goodbye", code });
    this.#end(code, "answered");
  }
  // #endregion live

  // #region person
  say(message: Message): void {
    this.#unread.push(message);
    this.#deliver();
  }

  setReading(isReading: boolean): void {
    this.#isReading = isReading;
    this.#tell({ what: isReading ? "reads-again" : "stops-reading" });
    this.#notify();
  }

  vanish(): void {
    this.#hasVanished = true;
    this.#isReading = false;
    this.#tell({ what: "vanishes" });
    this.#notify();
  }

  /** The person has nothing more to say, and goes. */
  hangUp(): void {
    this.#isLeaving = true;
    this.#deliver();
  }
  // #endregion person

  // #region write
  sendFrame(frames: Uint8Array): Promise<void> {
    if (this.#phase !== "open") return rejected(notOpen());
    const write = new Write(frames);
    if (this.written.trySend(write)) return taken;
    return fromInside(this.written.send(write));
  }
  // #endregion write

  send(): Promise<void> {
    throw new Error("expected frames");
  }

  ping(): Promise<void> {
    this.#tell({ what: "pinged" });
    this.#leaveWord("ping");
    return taken;
  }

  // #region close
  close(code = 1000): Promise<void> {
    if (this.#phase !== "open") return taken;
    this.#phase = "closing";
    this.#tell({ what: "goodbye", code });
    const late = `${this.#name}: deadline`;
    const deadline = { [late]: () => this.#end(1006, "deadline") }[late];
    if (deadline) this.#deadline = afterFunc(closeTimeoutMs, deadline);
    this.#leaveWord(code);
    return taken;
  }

  destroy(): void {
    this.#end(1006, "destroyed");
  }

  #end(code: number, why: Why): void {
    if (this.hasEnded) return;
    this.#phase = "ended";
    this.#deadline?.stop();
    this.#tell({ what: "ends", code, why });
    this.written.close();
    this.#notify();
    this.onclose(code, "");
  }
  // #endregion close

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#deliver();
  }

  #leaveWord(word: "ping" | number): void {
    this.#control.push(word);
    this.#notify();
  }

  // One that nobody has taken yet says as much.
  #notify(): void {
    this.notice.trySend(true);
  }

  #deliver(): void {
    while (this.#phase === "open" && !this.#isPaused) {
      const message = this.#unread.shift();
      if (message === undefined) break;
      void this.onmessage(message);
    }
    const isLast = this.#unread.length === 0 && !this.#isPaused;
    if (this.#isLeaving && isLast) this.#end(1000, "left");
  }
}

const nothing = new Uint8Array(0);

function ignore(): void {}
