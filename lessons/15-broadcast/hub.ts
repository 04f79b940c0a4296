// The hub: one goroutine that owns the set of clients. Nobody else sees it.
//
//   register   ──▶ ┌─────┐ ──▶ outbox ──▶ write pump ──▶ alice
//   unregister ──▶ │ hub │ ──▶ outbox ──▶ write pump ──▶ bob
//   broadcast  ──▶ └─────┘ ──▶ outbox ──▶ write pump ──▶ carol
//
// Always true:
//   - it waits for its channels and for the end of a turn, never for a client:
//     what a client does not take waits in its outbox
//   - letters reach every client in the order in which the hub received them;
//     who comes gets what is delivered from then on, and what somebody has said
//     is delivered before the news that it has left or was let go
//   - a client is let go if it is as far behind as its outbox allows, in messages
//     or in bytes, when its pump has had a turn to write; somebody who talks much
//     can outrun one who reads. What it has read is a beginning without a gap:
//     what waits in the outbox is dropped, and it is told 1013
//   - the socket of who was let go has ended `closeTimeoutMs` later: a peer that
//     does not read never sees a close frame
//   - where there is a heartbeat, a client that has not answered the last beat's
//     ping by the next is destroyed: a machine that vanished says nothing

import { external } from "../06-goroutines/external.ts";
import { Channel } from "../07-channels/channel.ts";
import type { ReceiveChannel } from "../07-channels/ends.ts";
import { select } from "../09-select/select.ts";
import { after } from "../10-time/timer.ts";
import type { Client } from "./client.ts";

const tryAgainLater = 1013; // IANA's registry of close codes

// Letters that may wait for the hub: as many as some sockets bring in one turn.
const broadcastAhead = 64;

/** How long the hub waits, when it quits, for what is still in the outboxes. */
export const flushMs = 500;

/** What happens in a hub beside the letters. */
export interface Customs<Letter, Member> {
  /** `client` has come, as one of `all`; what it returns is told to everybody. */
  joined?: (client: Member, all: ReadonlySet<Member>) => Letter | undefined;
  /** `client` has left or was let go; the same. */
  left?: (client: Member) => Letter | undefined;
}

export class Hub<Letter, Member extends Client = Client> {
  readonly register = new Channel<Member>();
  readonly unregister = new Channel<Member>();
  readonly broadcast = new Channel<Letter>(broadcastAhead);
  /** Closed by whoever wants the hub to send everybody home, and to end. */
  readonly quit = new Channel<never>();
  /** Closed by the hub when it has ended. */
  readonly done = new Channel<never>();
  readonly #clients = new Set<Member>();
  readonly #letters: Letter[] = []; // received, and not yet in the outboxes
  readonly #frameFor: (
    letter: Letter,
    client: Member,
  ) => Uint8Array | undefined;
  readonly #customs: Customs<Letter, Member>;
  readonly #endOfTurn: () => Promise<void>;
  #slow = 0;

  /**
   * `frameFor` gives the frame of a letter for a client, encoded once for all
   * who hear the same, or `undefined` if the letter is not for it. `turn` resolves
   * when every socket that was ready has been looked after: where the sockets are
   * simulated, that is for the simulation to say.
   */
  constructor(
    frameFor: (letter: Letter, client: Member) => Uint8Array | undefined,
    customs: Customs<Letter, Member> = {},
    turn = endOfTurn,
  ) {
    this.#frameFor = frameFor;
    this.#customs = customs;
    this.#endOfTurn = turn;
  }

  /** How many clients there are. */
  get size(): number {
    return this.#clients.size;
  }

  /** How many clients were let go because they did not keep up. */
  get slow(): number {
    return this.#slow;
  }

  /**
   * The life of the hub: start it once, as a goroutine. `beat` is a heartbeat's
   * ticker; without one nobody is asked for a sign of life.
   */
  // #region run
  async run(beat: ReceiveChannel<unknown> = Channel.nil()): Promise<void> {
    const { register, unregister, broadcast, quit } = this;
    const cases = { register, unregister, broadcast, beat, quit };
    const next = select.prepare(cases);
    for (;;) {
      const event = await next();
      if (event.done) break;
      if (event.case === "broadcast") {
        this.#letters.push(event.value);
        await this.#endOfTurn(); // what other sockets have brought goes with it
      }
      if (event.case === "register") this.#add(event.value);
      await this.#deliver();
      if (event.case === "broadcast") continue;
      if (event.case === "unregister") this.#remove(event.value);
      if (event.case === "beat") this.#beat();
      await this.#deliver(); // what is told of those who came or left
    }
    await this.#sendHome();
    this.done.close();
  }
  // #endregion run

  // #region deliver
  async #deliver(): Promise<void> {
    this.#collect();
    // Letting somebody go may add a letter, which is then the last of these.
    for (const letter of this.#letters) {
      const full = this.#offer(letter, this.#clients);
      if (full.length === 0) continue;
      await this.#endOfTurn(); // their pumps have had no turn to write, maybe
      for (const client of this.#offer(letter, full)) this.#letGo(client);
    }
    this.#letters.length = 0;
  }
  // #endregion deliver

  #collect(): void {
    while (this.broadcast.length > 0) {
      this.#letters.push(this.broadcast.tryReceive() as Letter);
    }
  }

  // #region offer
  /** Offers it to all of them, and returns those that have no room. */
  #offer(letter: Letter, clients: Iterable<Member>): Member[] {
    const full: Member[] = [];
    for (const client of clients) {
      const frame = this.#frameFor(letter, client);
      if (frame && !client.outbox.offer(frame)) full.push(client);
    }
    return full;
  }
  // #endregion offer

  // #region let-go
  #letGo(client: Member): void {
    this.#collect(); // what it has said comes before the news that it has gone
    this.#slow++;
    this.#remove(client);
    void client.connection.close(tryAgainLater, "too slow");
  }

  // Whoever was let go may still unregister, and is not there any more.
  #remove(client: Member): void {
    if (!this.#clients.delete(client)) return;
    client.isIn = false;
    client.outbox.close();
    this.#announce(this.#customs.left?.(client));
  }
  // #endregion let-go

  // Before anything is delivered: it may have spoken already, and is to hear it.
  #add(client: Member): void {
    this.#clients.add(client);
    this.#announce(this.#customs.joined?.(client, this.#clients));
  }

  // #region beat
  // Who is destroyed here unregisters as others do: its socket has ended.
  #beat(): void {
    for (const client of this.#clients) {
      if (client.isAlive) void client.connection.ping();
      else client.connection.destroy();
      client.isAlive = false; // until it answers
    }
  }
  // #endregion beat

  #announce(letter: Letter | undefined): void {
    if (letter !== undefined) this.#letters.push(letter);
  }

  // #region home
  async #sendHome(): Promise<void> {
    await this.#deliver();
    for (const client of this.#clients) this.#seeOff(client);
    const { register, unregister, broadcast } = this;
    const late = after(flushMs);
    const next = select.prepare({ register, unregister, broadcast, late });
    while (this.#clients.size > 0) {
      const event = await next();
      if (event.done || event.case === "late") break;
      if (event.case === "unregister") this.#clients.delete(event.value);
      if (event.case === "register") this.#seeOff(event.value);
    }
    for (const { connection } of this.#clients) connection.destroy();
    this.#clients.clear();
  }

  // Its pump writes what is left, and says goodbye.
  #seeOff(client: Member): void {
    this.#clients.add(client);
    client.outbox.close();
  }
  // #endregion home
}

// Resolves when the event loop has looked after every socket that was ready.
function endOfTurn(): Promise<void> {
  return external(new Promise<void>((resolve) => setImmediate(resolve)));
}
