// To find a place in a long sorted list.

/** The index of the first of `all` for which `isThere`, as of all behind it. */
export function firstIndex<T>(
  all: readonly T[],
  isThere: (each: T) => boolean,
): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const each = all[middle];
    if (each !== undefined && isThere(each)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Those of `all`, sorted by `rankOf`, from `from` up to and without `to`. */
export function between<T>(
  all: readonly T[],
  rankOf: (each: T) => number,
  from: number,
  to: number,
): T[] {
  const start = firstIndex(all, (each) => rankOf(each) >= from);
  const end = firstIndex(all, (each) => rankOf(each) >= to);
  return all.slice(start, end);
}
