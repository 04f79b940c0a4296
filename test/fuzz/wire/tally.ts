// What has been sent so far, and how it ended.

export class Tally {
  readonly #ends = new Map<string, Map<string, number>>();
  inputs = 0;
  worstMs = 0;
  /** The slowest echo of the client that kept to the rules, beside the others. */
  witnessMs = 0;
  mostHeldBytes = 0;

  count(layer: string, end: string, ms: number): void {
    const ends = this.#ends.get(layer) ?? new Map<string, number>();
    this.#ends.set(layer, ends.set(end, (ends.get(end) ?? 0) + 1));
    this.inputs += 1;
    this.worstMs = Math.max(this.worstMs, ms);
  }

  /** The ends of `layer`, with their numbers. */
  endsOf(layer: string): ReadonlyMap<string, number> {
    return this.#ends.get(layer) ?? new Map<string, number>();
  }

  lines(): string[] {
    const figure = (value: number) => value.toLocaleString("en").padStart(10);
    const rows = [...this.#ends].flatMap(([layer, ends]) =>
      [...ends]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([end, count]) => `${figure(count)}  ${layer}: ${end}`),
    );
    return [
      ...rows,
      `${figure(this.inputs)}  inputs in all`,
      `${figure(Math.ceil(this.worstMs))}  ms for the slowest of them`,
      `${figure(Math.ceil(this.witnessMs))}  ms for the slowest echo beside them`,
      `${figure(Math.ceil(this.mostHeldBytes))}  bytes held by the heaviest peer`,
    ];
  }
}
