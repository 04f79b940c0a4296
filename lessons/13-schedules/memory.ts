// The states that a search has seen, each by a number made of what has happened.
//
// A state is what each goroutine has done and what was done to each object, and in
// which order; in which order steps stood that touch nothing in common is no part of
// it. So every goroutine and every object has a number, its past. A step makes a new
// one of the pasts of all it touches, and gives it to all of them; the state is the
// sum (happens-before caching, as CHESS does it).
//
// At a channel without a buffer two meet, and who was there first makes no
// difference once they have met. Their past is made as if they had come together.
//
// Always true: two schedules with the same number have led to the same state, but
// for one chance in 2⁵² that two numbers are the same.

/** Where a goroutine came from that came to a channel, and waits there. */
interface Arrival {
  readonly key: number;
  readonly past: number;
  /** The past of the channel, if nobody stood there: then it is a meeting place. */
  readonly calm: number;
  /** Where that has led the goroutine: if it is there no more, it did not wait. */
  readonly after: number;
}

/** Two have met at a channel: the one whose step it is, and one who waited. */
interface Meeting {
  readonly key: number;
  readonly other: number;
  readonly isSend: boolean;
}

/** What has happened up to a crossing: the schedules that pass it share it. */
export interface Snapshot {
  readonly pasts: ReadonlyMap<number, number>;
  readonly calm: ReadonlyMap<number, number>;
  readonly arrivals: ReadonlyMap<number, Arrival>;
  readonly sum: number;
}

/** How a state was seen, and so what need not be seen again. */
interface Visit {
  readonly preemptions: number;
  /** Who slept: what they would have done was not seen from here. */
  readonly sleepers: readonly number[];
}

const mostStates = 1_000_000; // some 150 MB; beyond it no more are remembered
const firstOfObjects = 2 ** 31; // beyond all goroutines
const modulus = 2 ** 52;

export class Memory {
  readonly #seen = new Map<number, Visit>();
  #pasts = new Map<number, number>();
  #calm = new Map<number, number>(); // of channels where nobody stands
  #arrivals = new Map<number, Arrival>();
  readonly #touched: number[] = [];
  readonly #behind: number[] = []; // touched after a meeting
  #who: number | undefined; // whose step is going on
  #turn = 0;
  #draws = 0;
  #meetings: Meeting[] = [];
  #sum = 0;

  save(): Snapshot {
    return {
      pasts: new Map(this.#pasts),
      calm: new Map(this.#calm),
      arrivals: new Map(this.#arrivals),
      sum: this.#sum,
    };
  }

  /** Only so much has happened. */
  restore({ pasts, calm, arrivals, sum }: Snapshot): void {
    this.#pasts = new Map(pasts);
    this.#calm = new Map(calm);
    this.#arrivals = new Map(arrivals);
    this.#who = undefined;
    this.#sum = sum;
  }

  /** A step of `who` begins: of its several waits, that of `turn`. */
  begin(who: number, turn: number): void {
    this.#who = who;
    this.#turn = turn;
    this.#draws = 0;
    this.#meetings = [];
    this.#touched.length = 0;
    this.#behind.length = 0;
  }

  touch(key: number): void {
    const object = firstOfObjects + key;
    const touched = this.#meetings.length > 0 ? this.#behind : this.#touched;
    if (!touched.includes(object)) touched.push(object);
  }

  meet(key: number, other: number, isSend: boolean): void {
    this.#meetings.push({ key: firstOfObjects + key, other, isSend });
  }

  draw(way: number): void {
    this.#draws = this.#draws * 31 + way + 1;
  }

  // #region knows
  /**
   * Whether nothing new can follow: this state was seen with as few `preemptions`,
   * and with nobody asleep who is awake now. `last` is who could go on without a
   * preemption, where that matters.
   */
  knows(
    last: number,
    preemptions: number,
    sleepers: readonly number[],
  ): boolean {
    const state = mix(this.#sum, last);
    const visit = this.#seen.get(state);
    const isKnown =
      visit !== undefined &&
      visit.preemptions <= preemptions &&
      visit.sleepers.every((turn) => sleepers.includes(turn));
    if (isKnown) return true;
    if (visit || this.#seen.size < mostStates) {
      this.#seen.set(state, { preemptions, sleepers });
    }
    return false;
  }
  // #endregion knows

  // #region end
  /** The step is over: what it touched has a new past. */
  end(): void {
    const who = this.#who;
    if (who === undefined) return;
    const past = this.#past(who);
    const [key = 0, another] = this.#touched;
    const calm = this.#past(key);
    const isCalm = calm === (this.#calm.get(key) ?? 0);
    this.#arrivals.delete(who);
    if (this.#met(who)) return;
    this.#step(who, [...this.#touched, ...this.#behind]);
    if (another === undefined && isCalm && this.#draws === 0) {
      const after = this.#past(who);
      this.#arrivals.set(who, { key, past, calm, after });
    }
  }
  // #endregion end

  #step(who: number, touched: readonly number[]): void {
    let step = mix(mix(this.#turn, this.#draws), this.#past(who));
    for (const each of touched) {
      step = mix(step, mix(each, this.#past(each)));
    }
    this.#write(who, step);
    for (const each of touched) this.#write(each, step);
  }

  // #region met
  /** False if this was no meeting, or one at which more than two stood. */
  #met(who: number): boolean {
    const [meeting, another] = this.#meetings;
    if (!meeting || another || this.#draws > 0) return false;
    const { key, other, isSend } = meeting;
    const arrival = this.#arrivals.get(other);
    const isThere = arrival?.key === key && arrival.after === this.#past(other);
    if (!isThere || this.#touched[0] !== key || this.#touched.length > 1)
      return false;
    const [sender, receiver] = isSend
      ? [this.#past(who), arrival.past]
      : [arrival.past, this.#past(who)];
    const together = mix(arrival.calm, mix(sender, receiver));
    this.#write(who, mix(together, isSend ? 1 : 2));
    this.#write(other, mix(together, isSend ? 2 : 1));
    this.#write(key, mix(together, 3));
    this.#calm.set(key, mix(together, 3));
    this.#arrivals.delete(other);
    // What the code behind the operation has touched, perhaps the same again.
    if (this.#behind.length > 0) this.#step(who, this.#behind);
    return true;
  }
  // #endregion met

  #past(of: number): number {
    return this.#pasts.get(of) ?? 0;
  }

  #write(of: number, past: number): void {
    const before = this.#pasts.has(of) ? mix(of, this.#past(of)) : 0;
    this.#pasts.set(of, past);
    // One at a time: three numbers of 52 bits do not fit into 53.
    const rest = (this.#sum - before + modulus) % modulus;
    this.#sum = (rest + mix(of, past)) % modulus;
  }
}

// Two numbers to one of 52 bits, spread evenly.
function mix(one: number, other: number): number {
  const low = scramble((one % 2 ** 32) ^ scramble(other % 2 ** 32));
  const high = scramble(low ^ (one / 2 ** 32) ^ scramble(other / 2 ** 32));
  return ((high & 0xf_ffff) >>> 0) * 2 ** 32 + (low >>> 0);
}

function scramble(number: number): number {
  let bits = (number | 0) ^ 0x9e37_79b9;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85eb_ca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35);
  return bits ^ (bits >>> 16);
}
