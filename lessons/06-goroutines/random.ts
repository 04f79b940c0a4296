// Chance that can be repeated: the same seed gives the same numbers. (The
// generator is mulberry32: 32 bits of state, evenly spread, one line a step.)

export class Random {
  readonly seed: number;
  #state: number;

  /** `seed`: a whole number from 0 to 2³² − 1. */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffff_ffff) {
      throw new RangeError(
        `expected a seed from 0 to ${0xffff_ffff}, got ${seed}`,
      );
    }
    this.seed = seed;
    this.#state = seed;
  }

  /**
   * A whole number from 0 up to and without `bound`, each as likely as the next.
   *
   * ```ts
   * new Random(1).below(6) // => 3
   * ```
   */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b_79f5) | 0;
    let bits = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), 61 | bits);
    return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32) * bound);
  }
}

/** A seed that nobody chose. */
export function anySeed(): number {
  return Math.floor(Math.random() * 2 ** 32);
}
