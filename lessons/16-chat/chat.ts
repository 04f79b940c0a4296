// The chat: the WebSockets of a server, and behind them a hub.
//
//   upgrade ──▶ arrivals ──▶ accept ── go ──▶ guest ──▶ hub ──▶ outboxes
//   callback    channel      one goroutine    one each  one
//
// Always true:
//   - what a plain client sends comes to every plain client as it is, the sender
//     included, text as text and binary as binary; nothing else comes to them
//   - who has asked for it by subprotocol is a page: it speaks in wishes, and is
//     told by name what happens (wish.ts of lesson 5)
//   - nobody waits for a guest: a slow one is let go, a silent one missed

import type { Server } from "node:http";
import type { Connection } from "../05-connection/connection.ts";
import { attachEndpoints } from "../05-connection/endpoints.ts";
import { defaultLimits, type Limits } from "../05-connection/limits.ts";
import { type Accept, acceptConnection } from "../05-connection/websocket.ts";
import { external } from "../06-goroutines/external.ts";
import { go } from "../06-goroutines/goroutine.ts";
import { run } from "../06-goroutines/program.ts";
import { Channel } from "../07-channels/channel.ts";
import type { OutboxLimits } from "../08-buffers/outbox.ts";
import { Ticker } from "../10-time/timer.ts";
import { outboxLimits, serve } from "../15-broadcast/client.ts";
import { type Customs, Hub } from "../15-broadcast/hub.ts";
import { chatProtocol, Guest, joinWithinMs } from "./guest.ts";
import { Letter } from "./letter.ts";

/** A guest that has not answered one ping when the next is due has vanished. */
export const heartbeatMs = 30_000;

// More at once than the system itself lets wait.
const arrivalsAhead = 1_024;

const goingAway = 1001; // RFC 6455 §7.4.1
const tryAgainLater = 1013; // IANA's registry of close codes

export interface ChatOptions {
  /** Where the WebSockets are; `/ws` by default. */
  path?: string;
  /** The wire; that of lessons 2 to 5 by default. */
  accept?: Accept;
  limits?: Limits;
  /** Milliseconds from one ping to the next. */
  heartbeatMs?: number;
  /** Milliseconds that a page may take to say its name. */
  joinWithinMs?: number;
}

// #region attach
/**
 * Lets `server` take the chat's WebSockets on `path`; those on every other path
 * are refused. The function returned sends everybody home (1001) and resolves
 * when the last has gone.
 */
export function attachChat(
  server: Server,
  options: ChatOptions = {},
): () => Promise<void> {
  const { path = "/ws", limits = defaultLimits } = options;
  const { accept = acceptConnection } = options;
  const chat = new Chat(options);
  const enter = (connection: Connection): void => chat.enter(connection);
  const closeAll = attachEndpoints(server, { [path]: enter }, limits, {
    accept,
    protocols: [chatProtocol],
  });
  return async () => {
    await chat.quit();
    await closeAll(); // those that are still about to answer a close frame
  };
}
// #endregion attach

class Chat {
  // A callback cannot wait, and does not know whose program it belongs to. So it
  // puts the guest into a channel, and a goroutine of ours takes it from there.
  readonly #arrivals = new Channel<Guest>(arrivalsAhead);
  readonly #hub: Hub<Letter, Guest>;
  readonly #outbox: OutboxLimits<Uint8Array>;
  readonly #options: ChatOptions;
  readonly #end: Promise<void>;
  #isQuitting = false;

  constructor(options: ChatOptions) {
    this.#options = options;
    this.#outbox = outboxFor(options.limits ?? defaultLimits);
    // #region hub
    this.#hub = new Hub<Letter, Guest>(
      (letter, { isPage }) => (isPage ? letter.page : letter.plain),
      customs,
    );
    // #endregion hub
    this.#end = run(() => this.#live()).then(({ kind, error, report }) => {
      if (kind === "returned") return;
      throw error instanceof Error ? error : new Error(report);
    });
  }

  /** Call it in the turn of the event loop that accepted `connection`. */
  enter(connection: Connection): void {
    if (this.#isQuitting) return void connection.close(goingAway);
    const guest = new Guest(connection, this.#outbox);
    if (this.#arrivals.trySend(guest)) return;
    void connection.close(tryAgainLater, "too many at once");
  }

  /**
   * Sends everybody home; resolves when what waited in the outboxes is sent, or
   * `flushMs` later: who has not taken it by then is cut off.
   */
  async quit(): Promise<void> {
    if (!this.#isQuitting) this.#hub.quit.close();
    this.#isQuitting = true;
    await this.#end;
  }

  // #region live
  async #live(): Promise<void> {
    const listening = external("server");
    const heartbeat = new Ticker(this.#options.heartbeatMs ?? heartbeatMs);
    go("hub", () => this.#hub.run(heartbeat.channel));
    go("accept", async () => {
      for await (const guest of this.#arrivals) {
        go("guest", receive, guest, this.#hub, this.#options.joinWithinMs);
      }
    });
    await this.#hub.done.receive();
    listening.done();
  }
  // #endregion live
}

// #region receive
/** The life of `guest`, as a goroutine. */
export async function receive(
  guest: Guest,
  hub: Hub<Letter, Guest>,
  patienceMs = joinWithinMs,
): Promise<void> {
  if (guest.isPage && !(await guest.join(patienceMs, hub.quit))) return;
  return serve(guest, hub, (message) => guest.letterOf(message));
}
// #endregion receive

// #region customs
/** Pages are told who is there, who comes and who goes. */
export const customs: Customs<Letter, Guest> = {
  joined: welcome,
  left: farewell,
};

function welcome(guest: Guest, all: ReadonlySet<Guest>): Letter | undefined {
  if (!guest.isPage) return undefined;
  const names = [...all].flatMap((each) =>
    each.isPage && each !== guest ? [each.name] : [],
  );
  guest.outbox.offer(new Letter({ kind: "welcome", names }).page);
  return new Letter({ kind: "joined", name: guest.name });
}

function farewell({ isPage, name }: Guest): Letter | undefined {
  return isPage ? new Letter({ kind: "left", name }) : undefined;
}
// #endregion customs

// However long a message may be, an outbox has room for a few: a page's copy may
// be six times as long, where JSON has to write each character as \u0000.
function outboxFor({ maxMessageBytes }: Limits): OutboxLimits<Uint8Array> {
  const bytes = Math.max(outboxLimits.bytes ?? 0, 8 * maxMessageBytes);
  return { ...outboxLimits, bytes };
}
