/**
 * Those who wait for each other in a circle: `waitsFor` tells for whom each one
 * waits. The circle begins with the one who comes first in `waitsFor`, and goes
 * on in the order of waiting. Without a circle, `[]`; there is at most one.
 *
 * Who waits for the circle, and is not waited for by it, is no part of it.
 */
export function nameCircle(waitsFor: ReadonlyMap<string, string>): string[] {
  for (const start of waitsFor.keys()) {
    const path = [start];
    let next = waitsFor.get(start);
    while (next !== undefined && !path.includes(next)) {
      path.push(next);
      next = waitsFor.get(next);
    }
    if (next === start) return path;
  }
  return [];
}
