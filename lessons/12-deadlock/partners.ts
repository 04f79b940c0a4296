// Whom a goroutine waits for, as far as that is known, and how we know it.
//
//   a lock        whoever holds it
//   to read       whoever writes; or the writer who waits, for it goes first
//   a channel     whoever was last at its other end, if that one is still there
//   a select      the same for every case; a nil channel is no case
//
// Who was last at the other end of a channel and now waits at this one is no
// partner of its own. Where nobody is known, nobody is named. "It is the only one left" sounds like
// a reason, and is none: of any two goroutines that wait, each is the only one
// left for the other.

import type { Goroutine } from "../06-goroutines/goroutine.ts";
import type { Awaited, Wait } from "../06-goroutines/wait.ts";
import { Channel } from "../07-channels/channel.ts";
import { Selection } from "../09-select/selection.ts";
import { RWMutex } from "../11-sync/rwmutex.ts";

/** Somebody who could end a wait on `on`. */
export interface Partner {
  on: Awaited;
  /** Its id; the goroutine itself may have ended. */
  id: number;
  /** How we know: `holds it`. */
  because: string;
}

type AnyChannel = Channel<unknown>;

// #region partners
/**
 * The ways in which `wait` could end. One of them is enough, and on each, all
 * its partners are needed. No way: it never ends. A way without a partner:
 * perhaps it does, but nobody knows through whom.
 */
export function waysOut(wait: Wait): Partner[][] {
  const { on, reason, goroutine } = wait;
  if (on instanceof Selection) {
    return on
      .waiters()
      .filter(({ channel }) => !channel.isNil)
      .map(({ channel, isSend }) => atOtherEnd(channel, isSend, goroutine));
  }
  if (on instanceof Channel) {
    const isSend = reason.startsWith("chan send");
    return on.isNil ? [] : [atOtherEnd(on as AnyChannel, isSend, goroutine)];
  }
  if (on instanceof RWMutex && reason === "sync.RWMutex.RLock") {
    return [beforeReaders(on)];
  }
  return [holdersOf(on)];
}
// #endregion partners

// #region evidence
function atOtherEnd(
  on: AnyChannel,
  isSend: boolean,
  { id: own }: Goroutine,
): Partner[] {
  const id = isSend ? on.lastReceiver : on.lastSender;
  const did = isSend ? "receive from it" : "send to it";
  return id === 0 || id === own
    ? []
    : [{ on, id, because: `was the last to ${did}` }];
}

function beforeReaders(on: RWMutex): Partner[] {
  const { writer, holders } = on;
  if (writer === undefined) return [];
  const isInside = holders.includes(writer);
  const because = isInside ? "holds it" : "waits to write, and goes first";
  return [{ on, id: writer.id, because }];
}

function holdersOf(on: Awaited | undefined): Partner[] {
  const { holders = [] } = (on ?? {}) as { holders?: readonly Goroutine[] };
  if (on === undefined) return [];
  return holders.map(({ id }) => ({ on, id, because: "holds it" }));
}
// #endregion evidence
