// A clock that jumps: it stands still while anything is going on, and then goes
// to the next alarm. A minute of talk takes as long as the work in it, and the
// same talk takes the same time on every machine.

export interface World {
  /** Resolves when all that could happen at this time has happened. */
  settle(): Promise<void>;
}

export class Clock {
  #nowMs = 0;
  // In the order in which they ring; at the same time, in which they were set.
  readonly #alarms: { atMs: number; ring: () => void }[] = [];

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Calls `ring` at `atMs`, or as soon as it can if that is over. */
  at(atMs: number, ring: () => void): void {
    const later = this.#alarms.findIndex((alarm) => alarm.atMs > atMs);
    const place = later < 0 ? this.#alarms.length : later;
    this.#alarms.splice(place, 0, { atMs, ring });
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.at(this.#nowMs + ms, resolve));
  }

  // #region run
  /** Lets time pass until `untilMs`, whenever nothing moves in `world`. */
  async run(untilMs: number, world: World): Promise<void> {
    for (;;) {
      await world.settle();
      const next = this.#alarms[0];
      if (!next || next.atMs > untilMs) break;
      this.#alarms.shift();
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.ring();
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs);
  }
  // #endregion run
}
