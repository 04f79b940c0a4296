// The room of an evening: the hub and the clients of lesson 15 with the pumps of
// lesson 14, people at the other ends, and a script that says what those do.
//
//   script ──▶ main ──▶ alice ⇄ wire ⇄ alice: serve, alice: write pump ⇄ hub

import { go, now, sleep, Ticker, yieldNow } from "rendezvous";
import { serve } from "../../lessons/15-broadcast/client.ts";
import { Hub } from "../../lessons/15-broadcast/hub.ts";
import { Guest, type Letter, letterOf } from "./guest.ts";
import { Notebook } from "./notebook.ts";
import { type Action, type Deed, inTime, type Script } from "./script.ts";
import { closeTimeoutMs, Wire } from "./wire.ts";

/** How the room is set up. */
export interface Wishes {
  /** Repeats what is left to chance. */
  seed: number;
  /** Milliseconds from one ping to the next. */
  heartbeatMs: number;
  /** How many messages an outbox holds. */
  outboxMessages: number;
}

/** The hub, who is with it, and what they are told to do. */
export class Room {
  readonly notebook = new Notebook();
  /** Why an action of the script did nothing. */
  readonly idle = new Map<Action, string>();
  readonly #wishes: Wishes;
  readonly #guests = new Map<string, Guest>();
  #quitMs: number | undefined;

  constructor(wishes: Wishes) {
    this.#wishes = wishes;
  }

  /** When the hub was told to quit, if it was. */
  get quitMs(): number | undefined {
    return this.#quitMs;
  }

  // #region main
  /** What main does. */
  async play(script: Script): Promise<void> {
    const hub = this.#open();
    const heartbeat = new Ticker(this.#wishes.heartbeatMs);
    this.notebook.call({ heartbeat: heartbeat.channel });
    go("hub", () => hub.run(heartbeat.channel));
    for (const action of inTime(script)) {
      await sleep(action.atMs - now());
      const idle = this.#act(action, hub);
      if (idle !== undefined) this.idle.set(action, idle);
    }
    if (this.#quitMs === undefined) return sleep(this.#tailMs);
    await hub.done.receive();
    await sleep(closeTimeoutMs + 1); // who was let go before has a deadline
  }
  // #endregion main

  // As long as it takes to find one that vanished when all was done.
  get #tailMs(): number {
    return 2 * this.#wishes.heartbeatMs + closeTimeoutMs + 1;
  }

  #open(): Hub<Letter, Guest> {
    const hub = new Hub<Letter, Guest>(
      (letter) => letter,
      {
        joined: ({ name }) => this.#announce(name, "comes", "has come"),
        left: ({ name }) => this.#announce(name, "goes", "has gone"),
      },
      yieldNow, // whoever else can go on does so: that is a turn
    );
    const { register, unregister, broadcast, quit, done } = hub;
    this.notebook.call({ register, unregister, broadcast, quit, done });
    return hub;
  }

  #announce(name: string, what: "comes" | "goes", words: string): Letter {
    this.notebook.note(name, { what });
    return letterOf(`${name} ${words}`);
  }

  // #region act
  /** Does it, or says why that cannot be. */
  #act(deed: Deed, hub: Hub<Letter, Guest>): string | undefined {
    if (deed.what === "quit") return this.#quit(hub);
    if (deed.what === "join") return this.#join(deed, hub);
    const guest = this.#guests.get(deed.who);
    if (!guest) return `${deed.who} is not here yet`;
    const { wire, name } = guest;
    if (wire.hasEnded) return `${name} has gone`;
    if (wire.hasVanished) return `${name} has vanished`;
    if (deed.what === "say") wire.say(deed.text);
    if (deed.what === "flood") flood(wire, deed.lines);
    if (deed.what === "vanish") wire.vanish();
    if (deed.what === "leave") wire.hangUp();
    const isReading = deed.what === "read-again";
    if (!isReading && deed.what !== "stop-reading") return undefined;
    if (wire.isReading === isReading) return `${name} does so already`;
    return void wire.setReading(isReading);
  }
  // #endregion act

  #quit(hub: Hub<Letter, Guest>): string | undefined {
    if (this.#quitMs !== undefined) return "the hub has quit";
    this.#quitMs = now();
    hub.quit.close();
    return undefined;
  }

  #join(
    { who, lineMs = 0 }: Deed & { what: "join" },
    hub: Hub<Letter, Guest>,
  ): string | undefined {
    if (this.#guests.has(who)) return `${who} has come already`;
    const wire = new Wire(who, lineMs, (each) => this.notebook.note(who, each));
    const guest = new Guest(who, wire, this.#wishes.outboxMessages);
    this.notebook.open(who, lineMs);
    this.#guests.set(who, guest);
    const { messages: incoming, outbox } = guest;
    const { written: socket, notice } = wire;
    this.notebook.call(
      { incoming, outbox: outbox.channel, socket, notice },
      who,
    );
    go(`${who}: serve`, serve, guest, hub, (message) =>
      letterOf(`${who}: ${message.toString()}`),
    );
    go(who, () => wire.live());
    return undefined;
  }
}

function flood(wire: Wire, lines: number): void {
  for (let i = 1; i <= lines; i++) wire.say(`line ${i}`);
}
