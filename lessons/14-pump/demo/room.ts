// The room of lesson 5 once more, with the same three wishes: nobody's message
// is lost, the room tells the time, and quitting waits until everybody has been
// told. One goroutine owns the set, and all that happens comes to it.
//
//   read pump of alice ──┐              ┌──▶ outbox ──▶ write pump of alice
//   read pump of bob ────┤              │
//   ticker ──────────────┼──▶ select ───┼──▶ outbox ──▶ write pump of bob
//   quit ────────────────┘              │
//
// Always true:
//   - it waits for its channels, never for a member
//   - who takes what waits in the outbox, loses nothing; who lets it fill is let
//     go: the outbox is dropped, and what was heard is a beginning without a gap
//   - when `quit` resolves nobody is left

import {
  after,
  Channel,
  go,
  Outbox,
  type ReceiveChannel,
  select,
} from "rendezvous";
import { encodeFrame, opcodes } from "../../03-frames/frame.ts";
import type { Connection, Message } from "../../05-connection/connection.ts";
import { incoming } from "../incoming.ts";
import { readPump, writePump } from "../pump.ts";

const tryAgainLater = 1013; // IANA's registry of close codes
const outboxMessages = 16;
const farewellMs = 500; // for what still waits in the outboxes at the end

export class Room {
  readonly #entered = new Channel<Member>();
  readonly #heard = new Channel<Message>();
  readonly #left = new Channel<Member>();
  readonly #quit = new Channel<never>();
  readonly #done = new Channel<never>();
  readonly #ticks: ReceiveChannel<number>;
  readonly #members = new Set<Member>();
  #tickCount = 0;
  /** How many were let go of. */
  letGo = 0;

  constructor(ticks: ReceiveChannel<number>) {
    this.#ticks = ticks;
    go("room", () => this.#run());
  }

  // #region run
  async #run(): Promise<void> {
    const next = select.prepare({
      enter: this.#entered,
      leave: this.#left,
      message: this.#heard,
      tick: this.#ticks,
      quit: this.#quit,
    });
    for (;;) {
      const event = await next();
      if (event.done) return this.#sendHome(); // quit has been closed
      if (event.case === "enter") this.#members.add(event.value);
      if (event.case === "leave") this.#forget(event.value);
      if (event.case === "message") this.#say(event.value);
      if (event.case === "tick") this.#say(`tick ${++this.#tickCount}`);
    }
  }

  #say(message: Message): void {
    const frame = frameOf(message); // once for all
    for (const member of this.#members) {
      if (!member.tell(frame)) this.letGo++;
    }
  }
  // #endregion run

  // #region enter
  /** Call it in the turn that accepted the connection, and before `quit`. */
  enter(connection: Connection): void {
    const member = new Member(connection);
    go("member", () => this.#attend(member));
  }

  async #attend(member: Member): Promise<void> {
    await this.#entered.send(member);
    go("write pump", writePump, member.outbox, member.connection);
    await readPump(member.messages, this.#heard);
    await this.#left.send(member);
  }
  // #endregion enter

  #forget(member: Member): void {
    this.#members.delete(member);
    member.release();
  }

  /** Tells everybody that the room closes; resolves when they have gone. */
  async quit(): Promise<void> {
    this.#quit.close();
    await this.#done.receive();
  }

  // #region home
  async #sendHome(): Promise<void> {
    for (const member of this.#members) member.release();
    const next = select.prepare({
      enter: this.#entered,
      leave: this.#left,
      message: this.#heard, // too late; but who says it must get on
      late: after(farewellMs),
    });
    while (this.#members.size > 0) {
      const event = await next();
      if (event.done) break;
      if (event.case === "enter") this.#admitLate(event.value);
      if (event.case === "leave") this.#forget(event.value);
      if (event.case === "late") this.#members.forEach(cutOff);
    }
    this.#done.close();
  }
  // #endregion home

  #admitLate(member: Member): void {
    this.#members.add(member);
    member.release();
    cutOff(member);
  }
}

function cutOff({ connection }: Member): void {
  connection.destroy();
}

/** A connection, what it says, and what waits for it. */
class Member {
  readonly connection: Connection;
  readonly messages: ReceiveChannel<Message>;
  readonly outbox = new Outbox<Uint8Array>({ messages: outboxMessages });
  #isReleased = false;

  constructor(connection: Connection) {
    this.connection = connection;
    this.messages = incoming(connection);
  }

  // #region tell
  /**
   * Never waits. Whoever has not taken the last sixteen is let go, and `tell`
   * says false.
   */
  tell(frame: Uint8Array): boolean {
    if (this.#isReleased || this.outbox.offer(frame)) return true;
    this.release();
    void this.connection.close(tryAgainLater, "too slow");
    return false;
  }

  /**
   * Nothing more for it. Its write pump drains the outbox and says goodbye, as
   * long as its connection has not said so before: then the outbox is dropped.
   */
  release(): void {
    if (!this.#isReleased) this.outbox.close();
    this.#isReleased = true;
  }
  // #endregion tell
}

const utf8 = new TextEncoder();

function frameOf(message: Message): Uint8Array {
  return typeof message === "string"
    ? encodeFrame({ opcode: opcodes.text, payload: utf8.encode(message) })
    : encodeFrame({ opcode: opcodes.binary, payload: message });
}
