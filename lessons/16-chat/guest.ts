// A guest of the chat: a client of the hub that may have a name.
//
//   plain client                whatever it sends is said
//   page    ── join ──▶ named   ── say, say, say ──▶
//              └── late, or not a join ──▶ 1008 ◀── not a say ──┘
//
// Always true:
//   - a page takes part once it has joined, and until then nobody hears of it
//   - who has been refused is not heard any more, whatever was on its way

import type { Connection, Message } from "../05-connection/connection.ts";
import {
  maxNameCharacters,
  maxTextCharacters,
  readWish,
} from "../05-connection/wish.ts";
import type { ReceiveChannel } from "../07-channels/ends.ts";
import type { OutboxLimits } from "../08-buffers/outbox.ts";
import { select } from "../09-select/select.ts";
import { Timer } from "../10-time/timer.ts";
import { Client } from "../15-broadcast/client.ts";
import { Letter, plainLetter } from "./letter.ts";

/** The subprotocol of a page that wants to be told who says what. */
export const chatProtocol = "rendezvous.chat";

/** How long a page may take to say its name. */
export const joinWithinMs = 10_000;

const goingAway = 1001;
const notAsAgreed = 1008; // RFC 6455 §7.4.1: a policy was violated

const joinFirst = `expected to join first, with a name of at most ${maxNameCharacters} characters`;
const thenSay = `expected to join once, then to say at most ${maxTextCharacters} characters at a time`;

export class Guest extends Client {
  readonly isPage: boolean;
  /** "" until it has joined; a plain client never does. */
  name = "";
  #isRefused = false;

  constructor(connection: Connection, limits?: OutboxLimits<Uint8Array>) {
    super(connection, limits);
    this.isPage = connection.protocol === chatProtocol;
  }

  // #region join
  /** Waits for the name of a page; false if it does not get in. */
  async join(
    patienceMs: number,
    quit: ReceiveChannel<never>,
  ): Promise<boolean> {
    const late = new Timer(patienceMs);
    const event = await select({
      first: this.messages,
      late: late.channel,
      quit,
    });
    late.stop();
    if (event.case === "quit") void this.connection.close(goingAway);
    if (event.case === "late") {
      return this.refuse(`expected to join within ${patienceMs / 1_000} s`);
    }
    if (event.done) return false; // it has gone, or the chat has
    const wish = readWish(event.value);
    if (wish?.kind !== "join") return this.refuse(joinFirst);
    this.name = wish.name;
    return true;
  }
  // #endregion join

  // #region letterOf
  /** What the others hear of its message, if anything. */
  letterOf(message: Message): Letter | undefined {
    if (!this.isPage) return plainLetter(message);
    if (this.#isRefused) return undefined;
    const wish = readWish(message);
    if (wish?.kind !== "say") return void this.refuse(thenSay);
    const { text } = wish;
    return new Letter({ kind: "said", name: this.name, text }, text);
  }
  // #endregion letterOf

  refuse(reason: string): false {
    this.#isRefused = true;
    void this.connection.close(notAsAgreed, reason);
    return false;
  }
}
