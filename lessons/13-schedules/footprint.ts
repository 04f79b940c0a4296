// What a step has touched, as a set of 32 places. Objects beyond the 32nd share a
// place with an earlier one: two steps may then look as if they touched the same
// thing and did not, and are tried in both orders for nothing. Never the reverse.

import { everything } from "../06-goroutines/choice.ts";

/** A set of places: one bit each. */
export type Footprint = number;

export const nowhere: Footprint = 0;
const everywhere: Footprint = -1;

/** Whether the order of two steps may matter. */
export function meet(one: Footprint, other: Footprint): boolean {
  if (one === everywhere || other === everywhere) return true;
  return (one & other) !== 0;
}

/** The places of objects by their key: the same in every schedule. */
export class Places {
  readonly #places = new Map<number, Footprint>([[everything, everywhere]]);

  of(key: number): Footprint {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place = 1 << (this.#places.size & 31);
    this.#places.set(key, place);
    return place;
  }
}
