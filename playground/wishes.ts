// What a learner may wish of a run: a seed, a bound. A field that was emptied gives
// `""`, and one that was mistyped anything.

/** A field of a form as it comes. */
export type Field = number | string | undefined;

/**
 * The whole number from 0 to `most` in `field`, `undefined` if it is empty. Throws a
 * `RangeError`, one sentence, for anything else.
 */
export function readWish(
  name: string,
  field: Field,
  most: number,
): number | undefined {
  if (field === undefined || field === "") return undefined;
  const isWhole = Number.isInteger(field) && Number(field) >= 0;
  if (isWhole && Number(field) <= most) return Number(field);
  throw new RangeError(
    `expected ${name} to be a whole number from 0 to ${most}, got ${field}`,
  );
}
