// Circles: goroutines that wait for each other. Go does not look for them.
//
//   A ─▶ B ─▶ C       A and B can go on as soon as C does; C, as nobody is known
//                     who could help it, perhaps at any moment: no circle
//   A ─▶ B ─▶ C ─▶ A  none of them can go on, whatever the others do
//
// What is drawn is certain, given the partners that we know. So a goroutine is
// part of a circle only if it has no other way out: every case of a select must
// lead into it, and every wait of a Promise.all, which could be a Promise.race.

import type { Goroutine } from "../06-goroutines/goroutine.ts";
import type { Wait } from "../06-goroutines/wait.ts";
import { type Partner, waysOut } from "./partners.ts";

/** One step of a circle: this goroutine waits for the next one. */
export interface Link extends Partner {
  goroutine: Goroutine;
  next: Goroutine;
}

// #region circles
/**
 * Every circle among `goroutines`, each from its lowest id on. Waits that are not
 * `isAwaited` keep nobody.
 */
export function findCircles(
  goroutines: readonly Goroutine[],
  isAwaited: (wait: Wait) => boolean,
): Link[][] {
  const hopeless = keepHopeless(goroutines, linkAll(goroutines, isAwaited));
  const seen = new Set<Goroutine>();
  return goroutines.flatMap((start) => {
    const path: Link[] = [];
    let link = hopeless.get(start);
    while (link && !seen.has(link.goroutine)) {
      seen.add(link.goroutine);
      path.push(link);
      link = hopeless.get(link.next);
    }
    const from = path.findIndex(
      ({ goroutine }) => goroutine === link?.goroutine,
    );
    return from < 0 ? [] : [fromLowest(path.slice(from))];
  });
}
// #endregion circles

/** The ways out of each goroutine, as links to those that are still there. */
type Links = ReadonlyMap<Goroutine, Link[][]>;

function linkAll(
  goroutines: readonly Goroutine[],
  isAwaited: (wait: Wait) => boolean,
): Links {
  const known = new Map(goroutines.map((each) => [each.id, each]));
  const linksOf = (goroutine: Goroutine, partner: Partner): Link[] => {
    const next = known.get(partner.id);
    return next ? [{ ...partner, goroutine, next }] : [];
  };
  return new Map(
    goroutines.map((each) => {
      const ways = each.waits().filter(isAwaited).flatMap(waysOut);
      return [each, ways.map((way) => way.flatMap((p) => linksOf(each, p)))];
    }),
  );
}

// #region hopeless
// At first all count as hopeless. Whoever has a way out that does not lead to
// another hopeless one is taken out, and then those who wait for it look again.
function keepHopeless(
  goroutines: readonly Goroutine[],
  links: Links,
): Map<Goroutine, Link> {
  const hopeless = new Map<Goroutine, Link>();
  const waiting = whoWaitsFor(links);
  const isIn = new Set(goroutines);
  const toLookAt = [...goroutines];
  for (let each = toLookAt.pop(); each; each = toLookAt.pop()) {
    if (!isIn.has(each)) continue;
    const link = linkInto(isIn, links.get(each) ?? []);
    if (link) {
      hopeless.set(each, link);
      continue;
    }
    isIn.delete(each);
    hopeless.delete(each);
    for (const other of waiting.get(each) ?? []) toLookAt.push(other);
  }
  return hopeless;
}
// #endregion hopeless

function linkInto(
  isIn: ReadonlySet<Goroutine>,
  ways: readonly Link[][],
): Link | undefined {
  const links = ways.map((way) => way.find(({ next }) => isIn.has(next)));
  return links.includes(undefined) ? undefined : links[0];
}

function whoWaitsFor(links: Links): Map<Goroutine, Goroutine[]> {
  const waiting = new Map<Goroutine, Goroutine[]>();
  for (const { goroutine, next } of [...links.values()].flat(2)) {
    const known = waiting.get(next);
    if (known) known.push(goroutine);
    else waiting.set(next, [goroutine]);
  }
  return waiting;
}

function fromLowest(circle: readonly Link[]): Link[] {
  const first = circle.reduce(
    (lowest, { goroutine }, index) =>
      goroutine.id < idAt(circle, lowest) ? index : lowest,
    0,
  );
  return [...circle.slice(first), ...circle.slice(0, first)];
}

function idAt(circle: readonly Link[], index: number): number {
  return circle[index]?.goroutine.id ?? Infinity;
}
