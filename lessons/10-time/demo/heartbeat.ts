// A room that pings its guests, and lets go of those who do not answer.

import {
  after,
  background,
  Channel,
  type Context,
  go,
  now,
  select,
  sleep,
  Ticker,
  Timer,
  withCancel,
  withTimeout,
} from "rendezvous";

const second = 1_000;
const pingEvery = 30 * second;
const patience = 40 * second;

interface Guest {
  readonly name: string;
  /** When the guest connects. */
  readonly comesMs: number;
  /** How many pings it answers before it falls silent. */
  readonly answers: number;
  /** Says who it is; nobody sends here for a guest that does not. */
  readonly hello: Channel<string>;
  readonly pings: Channel<void>;
  readonly pongs: Channel<void>;
}

const guests = (): Guest[] => [
  guest("alice", 0, Infinity),
  guest("", 3 * second, 0),
  guest("bob", 10 * second, 1),
];

function guest(name: string, comesMs: number, answers: number): Guest {
  const hello = new Channel<string>();
  const [pings, pongs] = [new Channel<void>(1), new Channel<void>()];
  return { name, comesMs, answers, hello, pings, pongs };
}

type Say = (what: string) => void;

/** The whole evening: a minute and three quarters, told line by line. */
export async function evening(print: Say): Promise<void> {
  const say: Say = (what) => print(`${clockTime()} ${what}`);
  const [room, close] = withTimeout(background(), 105 * second);
  const gone = new Channel<void>();
  say("the room opens");
  const all = guests();
  for (const each of all) {
    const who = each.name || "somebody";
    go(`guest ${who}`, visit, room, each);
    go(`room for ${who}`, async () => {
      await receive(room, each, say);
      await gone.send();
    });
  }
  for (let left = all.length; left > 0; left--) await gone.receive();
  close();
}

// #region receive
async function receive(room: Context, guest: Guest, say: Say): Promise<void> {
  await sleep(guest.comesMs);
  const hello = await select({
    name: guest.hello,
    late: after(5 * second),
    quit: room.done,
  });
  if (hello.case === "quit") return;
  if (hello.case === "late") return say("somebody gives no name: let go");
  say(`${hello.value} comes in`);
  const [stay, letGo] = withCancel(room);
  go(`answers ${guest.name}`, answer, stay, guest);
  await heartbeat(stay, guest, say);
  letGo();
}
// #endregion receive

async function heartbeat(stay: Context, guest: Guest, say: Say): Promise<void> {
  // #region heartbeat
  const ticker = new Ticker(pingEvery);
  const silence = new Timer(patience);
  for (;;) {
    const event = await select({
      tick: ticker.channel,
      pong: guest.pongs,
      silent: silence.channel,
      quit: stay.done,
    });
    switch (event.case) {
      case "tick":
        say(`ping to ${guest.name}`);
        guest.pings.trySend();
        break;
      case "pong":
        say(`pong from ${guest.name}`);
        silence.reset(patience);
        break;
      case "silent":
        return say(`${guest.name} is silent for 40 s: let go`);
      case "quit":
        return say(`${guest.name} is told: ${stay.err?.message}`);
    }
  }
  // #endregion heartbeat
}

async function visit(room: Context, { name, comesMs, hello }: Guest) {
  if (!name) return;
  await sleep(comesMs + second);
  await select({ said: hello.sending(name), quit: room.done });
}

async function answer(stay: Context, { answers, pings, pongs }: Guest) {
  for (let left = answers; left > 0; left--) {
    const { case: what } = await select({ ping: pings, quit: stay.done });
    if (what === "quit") return;
    await sleep(2 * second);
    await select({ pong: pongs.sending(), quit: stay.done });
  }
  await stay.done.next(); // it says no more, and is still there
}

function clockTime(): string {
  const seconds = now() / second;
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return `${minutes}:${String(rest).padStart(2, "0")}`;
}
