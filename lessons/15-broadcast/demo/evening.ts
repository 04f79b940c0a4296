// An evening in the room as a program that can be run in every order: who comes,
// what they say and who leaves is written down; when, is for the schedule.
//
// The letters are the words, and the news of who has come (+alice) or gone
// (-alice).

import { Cell, go, Once, yieldNow } from "rendezvous";
import { encodeFrame, opcodes } from "../../03-frames/frame.ts";
import type { Message } from "../../05-connection/connection.ts";
import { Client, outboxLimits, serve } from "../client.ts";
import { Hub } from "../hub.ts";
import { checkEvening } from "./check.ts";
import { type Manner, SimulatedConnection } from "./simulated.ts";

export interface Plan extends Manner {
  name: string;
  /** What it says. */
  words?: readonly string[];
  /** How many letters its outbox holds; plenty without it. */
  outbox?: number;
  /** It hangs up, at any time. */
  leaves?: boolean;
}

export interface EveningPlan {
  guests: readonly Plan[];
  /** The first is in before the others come. */
  hasWitness?: boolean;
  /** Somebody has heard so many when the hub quits; without it, at any time. */
  letters?: number;
  /** How many tell the hub to quit; one without it. */
  quitters?: number;
}

export class Guest extends Client {
  readonly plan: Plan;
  readonly wire: SimulatedConnection;

  constructor(plan: Plan) {
    const wire = new SimulatedConnection(plan);
    super(wire, { ...outboxLimits, messages: plan.outbox ?? 100 });
    this.plan = plan;
    this.wire = wire;
  }
}

/** Panics at its end if anybody has missed a letter, or heard one twice. */
export class Evening {
  readonly plan: EveningPlan;
  readonly guests: readonly Guest[];
  /** All letters that anybody was to hear, in the order of the hub. */
  readonly letters = new Set<Uint8Array>();
  /** What had been said, by those who keep up, when the hub was told to quit. */
  readonly saidInTime: string[] = [];
  // #region hub
  readonly hub = new Hub<Uint8Array, Guest>(
    (letter) => this.#note(letter),
    {
      joined: ({ plan }) => frameOf(`+${plan.name}`),
      left: ({ plan }) => frameOf(`-${plan.name}`),
    },
    yieldNow, // a turn ends whenever the schedule says so
  );
  // #endregion hub
  readonly #atEnd: (hub: Hub<Uint8Array, Guest>) => void;
  #expected: Guest[] = [];
  #atWork = 0;
  readonly #hasQuit = new Cell(false);

  /** `atEnd` is called when the hub and all that it serves have ended. */
  constructor(
    plan: EveningPlan,
    atEnd: (hub: Hub<Uint8Array, Guest>) => void = () => undefined,
  ) {
    this.plan = plan;
    this.#atEnd = atEnd;
    this.guests = plan.guests.map((each) => new Guest(each));
  }

  /** Starts it all, and does not wait for the end. */
  begin(): void {
    const { guests, hub, plan } = this;
    this.#start("hub", () => hub.run());
    this.#expected = [...guests];
    for (const { wire } of guests) wire.onheard = () => this.#heard(wire);
    if (plan.hasWitness) this.#come(this.#expected.shift());
    else this.#comeAll();
    if (plan.letters === undefined) this.#quitAnyTime();
  }

  #letterOf(word: Message, { outbox }: Plan): Uint8Array {
    const isInTime = !this.#hasQuit.value && outbox === undefined;
    if (isInTime) this.saidInTime.push(word.toString());
    return frameOf(word);
  }

  #note(letter: Uint8Array): Uint8Array {
    this.letters.add(letter);
    return letter;
  }

  #come(guest: Guest | undefined): void {
    if (!guest) return;
    const { wire, plan } = guest;
    for (const word of plan.words ?? []) wire.say(word);
    this.#start(plan.name, () =>
      serve(guest, this.hub, (word) => this.#letterOf(word, plan)),
    );
    if (plan.leaves) go(`${plan.name} leaves`, () => wire.destroy());
    if (plan.readsLate) go(`${plan.name} reads`, () => wire.read());
  }

  #comeAll(): void {
    for (const guest of this.#expected.splice(0)) this.#come(guest);
  }

  #heard({ heard }: SimulatedConnection): void {
    this.#comeAll(); // whom the witness has waited for
    const { letters = Infinity } = this.plan;
    if (heard.length >= letters && !this.#hasQuit.value) this.#quit();
  }

  #quit(): void {
    this.#hasQuit.value = true;
    this.hub.quit.close();
  }

  #quitAnyTime(): void {
    const { quitters = 1 } = this.plan;
    if (quitters === 1) return go("quit", () => this.#quit());
    const once = new Once();
    for (let i = 1; i <= quitters; i++) {
      go(`quit ${i}`, () => once.do(() => this.#quit()));
    }
  }

  // Whoever is the last looks at what they leave. (That is no operation: nobody
  // waits for it, and so it adds no order of its own.)
  #start(name: string, body: () => Promise<void>): void {
    this.#atWork++;
    go(name, async () => {
      await body();
      if (--this.#atWork === 0) this.#end();
    });
  }

  #end(): void {
    checkEvening(this);
    this.#atEnd(this.hub);
  }
}

const utf8 = new TextEncoder();

function frameOf(message: Message): Uint8Array {
  const payload = utf8.encode(message.toString());
  return encodeFrame({ opcode: opcodes.text, payload });
}
