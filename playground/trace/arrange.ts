// Which channels of a moment to show, and what of them: a program may have
// thousands, each with room for as many values.

import type { ChannelNow, Moment, QueuedNow } from "./now.ts";

const mostChannels = 12;
const mostSlots = 16;
const mostQueued = 8;

export interface Arranged {
  shown: ChannelNow[];
  /** Those at which nothing happens now. */
  folded: ChannelNow[];
}

// #region arrange
/** All channels as they were made; of many, first where something happens now. */
export function arrange({ channels, position }: Moment): Arranged {
  if (channels.length <= mostChannels) {
    return { shown: [...channels], folded: [] };
  }
  const isNow = ({ touchedAt }: ChannelNow): boolean =>
    touchedAt === position - 1;
  const [now, others] = split(channels, isNow);
  const [busy, quiet] = split(others, isBusy);
  const first = [...now, ...busy];
  return {
    shown: first.slice(0, mostChannels),
    folded: [...first.slice(mostChannels), ...quiet],
  };
}
// #endregion arrange

function isBusy({ senders, receivers, values }: ChannelNow): boolean {
  return senders.length + receivers.length + values.length > 0;
}

function split<T>(
  all: readonly T[],
  isFirst: (each: T) => boolean,
): [T[], T[]] {
  return [all.filter(isFirst), all.filter((each) => !isFirst(each))];
}

export interface Slots {
  /** A value each, oldest first, or `undefined` for one that is free. */
  slots: (string | undefined)[];
  /** What of the buffer is not shown: `and 90 more values, 4 free`. */
  more: string;
}

/** The places in the buffer of a channel. */
export function slotsOf({ values, capacity }: ChannelNow): Slots {
  const room = Math.max(capacity ?? values.length, values.length);
  const count = Math.min(room, mostSlots);
  const slots = Array.from({ length: count }, (_, index) => values[index]);
  const hidden = Math.max(values.length - count, 0);
  const free = room - count - hidden;
  const parts = [
    ...(hidden > 0 ? [`${hidden} more values`] : []),
    ...(free > 0 ? [`${free} more free`] : []),
  ];
  return { slots, more: parts.length > 0 ? `and ${parts.join(", ")}` : "" };
}

/** The first of a line, and how many stand behind them. */
export function frontOf(line: readonly QueuedNow[]): {
  first: readonly QueuedNow[];
  more: number;
} {
  const first = line.slice(0, mostQueued);
  return { first, more: line.length - first.length };
}

/** What kind of channel it is, in words. */
export function describeRoom(channel: ChannelNow): string {
  const { capacity, isNil, values } = channel;
  if (isNil) return "nil: nobody is ever served here";
  if (capacity === undefined) return "made before the recording";
  if (capacity === 0) return "no buffer: sender and receiver meet";
  return `${values.length} of ${capacity} in its buffer`;
}
