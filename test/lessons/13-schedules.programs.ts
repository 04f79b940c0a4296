// Small programs as data, so that chance can write them: what each goroutine does,
// one operation after the other.

import fc from "fast-check";
import {
  after,
  afterFunc,
  type Appointment,
  type Case,
  Cell,
  Channel,
  Mutex,
  otherwise,
  select,
  sleep,
  WaitGroup,
  yieldNow,
} from "rendezvous";

export type Operation =
  | { kind: "send" | "receive" | "trySend" | "tryReceive"; on: number }
  | { kind: "close" | "length"; on: number }
  | { kind: "select" | "poll" | "timed"; on: number; other: number }
  | { kind: "locked"; inside: "nothing" | "send"; on: number }
  | { kind: "sendAndClose" | "both" | "later"; on: number }
  | { kind: "count" | "print" | "yield" | "cancelLater" }
  | { kind: "sleep"; ms: number };

export interface Program {
  capacities: readonly number[];
  goroutines: readonly (readonly Operation[])[];
}

const on = fc.integer({ min: 0, max: 1 });

const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("send", "receive", "trySend", "tryReceive"),
    on,
  }),
  fc.record({ kind: fc.constantFrom("send", "receive"), on }),
  fc.record({ kind: fc.constantFrom("close", "length"), on }),
  fc.record({
    kind: fc.constantFrom("select", "poll", "timed"),
    on,
    other: on,
  }),
  fc.record({
    kind: fc.constant("locked" as const),
    inside: fc.constantFrom("nothing", "send"),
    on,
  }),
  fc.record({
    kind: fc.constantFrom("sendAndClose", "both", "later"),
    on,
  }),
  fc.record({
    kind: fc.constantFrom("count", "print", "yield", "cancelLater"),
  }),
  fc.record({
    kind: fc.constant("sleep" as const),
    ms: fc.integer({ min: 1, max: 2 }),
  }),
);

export const programs: fc.Arbitrary<Program> = fc.record({
  capacities: fc.tuple(
    fc.integer({ min: 0, max: 2 }),
    fc.integer({ min: 0, max: 1 }),
  ),
  goroutines: fc.array(fc.array(operation, { minLength: 1, maxLength: 3 }), {
    minLength: 2,
    maxLength: 3,
  }),
});

/**
 * The program that does what `program` says. At the end main prints what each got,
 * all together where it `isQuiet`: then fewer steps notice each other.
 */
export function written(
  program: Program,
  isQuiet = false,
): () => Promise<void> {
  return async () => {
    const world = new World(program.capacities);
    const group = new WaitGroup();
    const all: unknown[][] = [];
    for (const operations of program.goroutines) {
      const results: unknown[] = [];
      all.push(results);
      group.go(async () => {
        for (const each of operations) results.push(await world.do(each));
        if (!isQuiet) console.log(results.join(" "));
      });
    }
    await group.wait();
    console.log(JSON.stringify(all));
  };
}

class World {
  readonly #channels: Channel<number>[];
  readonly #lock = new Mutex();
  readonly #counter = new Cell(0);
  readonly #appointment = new Cell<Appointment | undefined>(undefined);

  constructor(capacities: readonly number[]) {
    this.#channels = capacities.map((capacity) => new Channel(capacity));
  }

  #at(index: number): Channel<number> {
    return this.#channels[index] ?? Channel.nil();
  }

  async do(operation: Operation): Promise<unknown> {
    switch (operation.kind) {
      case "send":
        return this.#at(operation.on).send(1);
      case "receive":
        return this.#at(operation.on).receive();
      case "trySend":
        return this.#at(operation.on).trySend(2);
      case "tryReceive":
        return this.#at(operation.on).tryReceive();
      case "close":
        return this.#at(operation.on).close();
      case "length":
        return this.#at(operation.on).length;
      case "print":
        return console.log("here");
      case "yield":
        return yieldNow();
      case "sendAndClose":
        await this.#at(operation.on).send(5);
        return this.#at(operation.on).close();
      case "both":
        return Promise.all([
          this.#at(operation.on).send(6),
          this.#at(1 - operation.on).receive(),
        ]);
      case "later":
        this.#appointment.value = afterFunc(1, () => {
          this.#at(operation.on).trySend(7);
        });
        return undefined;
      case "cancelLater":
        return this.#appointment.value?.stop();
      case "count":
        return this.#counter.value++;
      case "sleep":
        return sleep(operation.ms);
      case "locked":
        return this.#locked(operation);
      case "select":
      case "poll":
      case "timed":
        return this.#select(operation);
    }
  }

  async #locked({ inside, on }: Operation & { kind: "locked" }) {
    await this.#lock.lock();
    if (inside === "send") await this.#at(on).send(3);
    this.#lock.unlock();
  }

  async #select({
    kind,
    on,
    other,
  }: Operation & { kind: "select" | "poll" | "timed" }) {
    const cases: Record<string, Case> = {
      receive: this.#at(on),
      send: this.#at(other).sending(4),
    };
    if (kind === "poll") cases["idle"] = otherwise;
    if (kind === "timed") cases["late"] = after(1);
    const chosen = await select(cases);
    return chosen?.case;
  }
}
