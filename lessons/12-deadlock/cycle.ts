// Who waits for whom. Go does not say; we work it out, and label it as ours.
//
// A lock has a holder. A channel has none, but it remembers who was last on its
// other side; and if only one goroutine is left that could come there, it is
// that one. Where neither holds, we say nothing.

import type { Goroutine } from "../06-goroutines/goroutine.ts";
import type { Awaited, Wait } from "../06-goroutines/wait.ts";
import { Channel } from "../07-channels/channel.ts";

/** One step of a cycle: this goroutine waits for the next one. */
export interface Step {
  goroutine: Goroutine;
  wait: Wait;
  on: Awaited;
  /** Why it is the next one that it waits for. */
  because: string;
}

interface Edge extends Step {
  next: Goroutine;
}

// #region cycle
/** The goroutines that wait for each other in a circle; `[]` if none is seen. */
export function findCycle(goroutines: readonly Goroutine[]): Step[] {
  const edges = goroutines.flatMap((each) => edgesOf(each, goroutines));
  for (const start of goroutines) {
    const path = search(start, start, edges, []);
    if (path.length > 0) return path;
  }
  return [];
}

function search(
  at: Goroutine,
  goal: Goroutine,
  edges: readonly Edge[],
  path: readonly Edge[],
): Edge[] {
  for (const edge of edges) {
    if (edge.goroutine !== at) continue;
    if (edge.next === goal) return [...path, edge];
    if (path.some(({ goroutine }) => goroutine === edge.next)) continue;
    const found = search(edge.next, goal, edges, [...path, edge]);
    if (found.length > 0) return found;
  }
  return [];
}
// #endregion cycle

function edgesOf(goroutine: Goroutine, all: readonly Goroutine[]): Edge[] {
  return goroutine.waits().flatMap((wait) => {
    const parts = wait.on?.parts ?? (wait.on ? [wait.on] : []);
    return parts.flatMap((on) =>
      blockers(goroutine, wait, on, all).map(([next, because]) => ({
        goroutine,
        wait,
        on,
        because,
        next,
      })),
    );
  });
}

type Blocker = [goroutine: Goroutine, because: string];

function blockers(
  goroutine: Goroutine,
  wait: Wait,
  on: Awaited,
  all: readonly Goroutine[],
): Blocker[] {
  const { holders } = on as { holders?: readonly Goroutine[] };
  if (holders) {
    return holders
      .filter((each) => all.includes(each))
      .map((each) => [each, "held by"]);
  }
  if (on instanceof Channel && on.isNil) return [];
  const last =
    on instanceof Channel ? lastOnOtherSide(wait, on, all) : undefined;
  if (last && last !== goroutine)
    return [[last, "whose other end was last used by"]];
  const others = all.filter(
    (each) =>
      each !== goroutine &&
      !each.waits().some((w) => w.on === on && w.kind === wait.kind),
  );
  const [only, another] = others;
  return only && !another ? [[only, "for which only one is left"]] : [];
}

function lastOnOtherSide(
  wait: Wait,
  channel: Channel<unknown>,
  all: readonly Goroutine[],
): Goroutine | undefined {
  const isSend = wait.reason.startsWith("chan send");
  const id = isSend ? channel.lastReceiver : channel.lastSender;
  return all.find((each) => each.id === id);
}
