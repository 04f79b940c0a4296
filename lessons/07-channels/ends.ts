// The two ends of a channel, as types: who holds one end cannot use the other.
// The compiler checks it; at run time both ends are the same channel.

/** What Go's `v, ok := <-c` gives: `done` is true where `ok` is false. */
export type Received<T> =
  { value: T; done: false } | { value: undefined; done: true };

/** Either end, as far as both can be asked. */
export interface AnyEnd {
  /** How many values wait in the buffer: Go's `len`. */
  readonly length: number;
  /** How many fit: Go's `cap`. */
  readonly capacity: number;
  readonly isNil: boolean;
  /** The element type, if the program named it when it made the channel. */
  readonly elementType: string | undefined;
  /** `chan#1`: how reports and pictures call it. */
  readonly label: string;
}

// #region ends
/** The end to receive from: Go's `<-chan T`. */
export interface ReceiveChannel<T> extends AnyEnd {
  receive(): Promise<T | undefined>;
  next(): Promise<Received<T>>;
  tryReceive(): T | undefined;
  [Symbol.asyncIterator](): AsyncIterator<T, undefined>;
}

/** The end to send to: Go's `chan<- T`. */
export interface SendChannel<T> extends AnyEnd {
  // Fields and not methods, of which TypeScript lets one that takes less pass:
  // an end for strings would do where numbers are sent.
  readonly send: (value: T) => Promise<void>;
  readonly trySend: (value: T) => boolean;
  sending(value: T): Sending<T>;
  close(): void;
}
// #endregion ends

/** A send that a select may choose: Go's `case channel <- value`. */
export interface Sending<T> {
  readonly channel: AnyEnd;
  /** May be changed between two uses of a prepared select. */
  value: T;
}

/**
 * The type as Go's `%T` prints it: `chan int`, or a direction of it. TypeScript
 * erases types, so the element's name is the one that the channel was made with.
 */
export function typeOf(
  channel: AnyEnd,
  direction: "both" | "send" | "receive" = "both",
): string {
  const type = { both: "chan", send: "chan<-", receive: "<-chan" }[direction];
  return channel.elementType ? `${type} ${channel.elementType}` : type;
}
