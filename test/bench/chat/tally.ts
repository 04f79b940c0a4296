// Who has been sent what, and what of it has come.
//
// Message i is sent by sender i modulo the number of senders, so a receiver must
// see each sender's messages in steps of that number: a longer step is a loss, a
// shorter one is disorder.
//
// Always true: owed = settled + what is in flight, and settled = delivered + lost

import { read } from "./messages.ts";

const remembered = 2 ** 16; // times of sending, for the latency

export class Tally {
  sent = 0;
  owed = 0;
  settled = 0;
  delivered = 0;
  lost = 0;
  /** Frames that are no message of ours, or not in their sender's order. */
  wrong = 0;
  closed = 0;
  readonly #senders: number;
  /** Of each client, the last number from each sender. */
  readonly #last: Int32Array;
  /** Of each client, how many have come or are lost; -1 when it has gone. */
  readonly #settled: Int32Array;
  readonly #sentAt = new Float64Array(remembered);
  #latencies = new Float64Array(0);
  #latencyCount = 0;

  constructor(clients: number, senders: number) {
    this.#senders = senders;
    this.#settled = new Int32Array(clients);
    this.#last = new Int32Array(clients * senders);
    for (let i = 0; i < this.#last.length; i++) {
      this.#last[i] = (i % senders) - senders;
    }
  }

  get live(): number {
    return this.#settled.length - this.closed;
  }

  get inFlight(): number {
    return this.owed - this.settled;
  }

  /** One more message has been sent at `now`, to all. */
  send(now: number): void {
    this.#sentAt[this.sent % remembered] = now;
    this.sent++;
    this.owed += this.live;
  }

  /** `client` has been given the message at `at` of `view`, at `now`. */
  receive(client: number, view: DataView, at: number, now: number): void {
    const number = read(view, at);
    const place = client * this.#senders + (number % this.#senders);
    const step = (number - (this.#last[place] ?? 0)) / this.#senders;
    if (number < 0 || number >= this.sent || step < 1) {
      this.wrong++;
      return;
    }
    this.#last[place] = number;
    this.#settle(client, step);
    this.lost += step - 1;
    this.delivered++;
    this.#time(number, now);
  }

  #settle(client: number, count: number): void {
    this.#settled[client] = (this.#settled[client] ?? 0) + count;
    this.settled += count;
  }

  #time(number: number, now: number): void {
    if (this.#latencyCount >= this.#latencies.length) return;
    this.#latencies[this.#latencyCount++] =
      now - (this.#sentAt[number % remembered] ?? 0);
  }

  /** Nothing more comes: what is in flight is lost. */
  giveUp(): void {
    for (let client = 0; client < this.#settled.length; client++) {
      this.#lose(client);
    }
    for (let i = 0; i < this.#last.length; i++) {
      const sender = i % this.#senders;
      const rounds = Math.ceil((this.sent - sender) / this.#senders);
      this.#last[i] = sender + (rounds - 1) * this.#senders;
    }
  }

  /** `client` has gone, and what it was owed with it. */
  close(client: number): void {
    if (this.#settled[client] === -1) return;
    this.#lose(client);
    this.#settled[client] = -1;
    this.closed++;
  }

  #lose(client: number): void {
    if (this.#settled[client] === -1) return;
    const missing = this.sent - (this.#settled[client] ?? 0);
    this.lost += missing;
    this.#settle(client, missing);
  }

  /** From now on the latency of up to `count` deliveries is kept. */
  startTiming(count: number): void {
    this.#latencies = new Float64Array(count);
    this.#latencyCount = 0;
  }

  /** Milliseconds from sending to delivery, sorted; ends what began last. */
  stopTiming(): Float64Array {
    const timed = this.#latencies.subarray(0, this.#latencyCount).sort();
    this.#latencies = new Float64Array(0);
    this.#latencyCount = 0;
    return timed;
  }
}
