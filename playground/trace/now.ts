// What there is at one moment of a run, in plain values. All of it is readonly:
// what has not changed between two moments is the same object in both.

/** What a goroutine does. */
export type Doing =
  | "running"
  | "ready"
  | "waiting"
  | "sleeping"
  | "abroad"
  | "ended"
  | "panicked";

/** One thing a goroutine waits for; with Promise.all it has several. */
export interface WaitNow {
  /** The position of the event that began it: no two waits share one. */
  at: number;
  reason: string;
  on: readonly string[];
  isSelect: boolean;
}

export interface GoroutineNow {
  id: number;
  name: string;
  state: Doing;
  waits: readonly WaitNow[];
  /** Why it waits, in Go's words; `""` where it does not. */
  reason: string;
  /** On what: `chan#1, chan#2`. */
  on: string;
  /** The last line of the program that it was seen at. */
  line: string | undefined;
  /** When it began to do what it does. */
  sinceMs: number;
  /** The panic that ended it. */
  error: string | undefined;
}

/** Somebody who stands in the line of a channel. */
export interface QueuedNow {
  goroutine: number;
  name: string;
  /** What a sender brings, if that is known. */
  value: string | undefined;
  /** It stands there with one case of a select. */
  isSelect: boolean;
  /** The `at` of its wait. */
  wait: number;
}

export interface ChannelNow {
  label: string;
  /** The element type, if the program named it. */
  type: string;
  /** `undefined` for a channel that was made before the recording. */
  capacity: number | undefined;
  isNil: boolean;
  isClosed: boolean;
  /** What is in the buffer, oldest first. */
  values: readonly string[];
  /** In the order in which they came, as they will be served. */
  senders: readonly QueuedNow[];
  receivers: readonly QueuedNow[];
  /** The position of the last event that touched it. */
  touchedAt: number;
}

/** A lock, a counter or a condition. */
export interface LockNow {
  label: string;
  /** `locked`, `free`, `2 reading`, `3`; `""` if it has none. */
  state: string;
  /** The id of the goroutine that holds it, if one does and we know. */
  holder: number | undefined;
  waiting: readonly QueuedNow[];
}

export interface Moment {
  /** How many events have happened. */
  position: number;
  timeMs: number;
  goroutines: readonly GoroutineNow[];
  channels: readonly ChannelNow[];
  locks: readonly LockNow[];
  /** What has happened last, in a sentence. */
  words: string;
  /** The line of the program that did it. */
  line: string | undefined;
}
