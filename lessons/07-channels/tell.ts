// What channels tell whoever traces the run.

import type { Goroutine } from "../06-goroutines/goroutine.ts";
import { current } from "../06-goroutines/scheduler.ts";
import { type Happening, showValue, trace } from "../06-goroutines/trace.ts";
import type { Channel } from "./channel.ts";
import type { Waiter } from "./operation.ts";

type AnyChannel = Channel<never>;

function tell(happening: Happening, other?: Goroutine): void {
  const run = current?.run ?? other?.run;
  trace(run, run?.running() ?? 0, happening);
}

export function made(
  channel: Pick<AnyChannel, "label" | "capacity" | "elementType">,
): void {
  const { label: on, capacity, elementType: type = "" } = channel;
  tell({ kind: "make", on, capacity, type });
}

interface Told {
  readonly label: string;
  readonly length: number;
  values(): unknown[];
}

/** A value is about to be sent: to `receiver`, or into the buffer. */
export function sent(
  channel: Told,
  receiver: Waiter<never> | undefined,
  value: unknown,
): void {
  if (receiver) handOver(channel, current, receiver.goroutine, value);
  else buffer(channel, "in", channel.length + 1, value, current);
}

/** A value is about to be received: out of the buffer, or from `sender`. */
export function received(
  channel: Told,
  sender: Waiter<never> | undefined,
): void {
  const { length } = channel;
  if (length > 0) {
    const [oldest] = channel.values();
    buffer(channel, "out", length - 1, oldest, current);
    if (sender) buffer(channel, "in", length, sender.value, sender.goroutine);
  } else if (sender) {
    handOver(channel, sender.goroutine, current, sender.value);
  }
}

function handOver(
  { label: on }: Told,
  from: Goroutine | undefined,
  to: Goroutine | undefined,
  shown: unknown,
): void {
  const value = showValue(shown);
  const ends = { from: from?.id ?? 0, to: to?.id ?? 0 };
  tell({ kind: "hand-over", on, ...ends, value }, from ?? to);
}

function buffer(
  { label: on }: Told,
  move: "in" | "out",
  length: number,
  shown: unknown,
  by: Goroutine | undefined,
): void {
  const value = showValue(shown);
  const from = move === "in" && by && by !== current ? { from: by.id } : {};
  tell({ kind: "buffer", on, move, length, value, ...from }, by);
}

export function closed(channel: { label: string }, other?: Goroutine): void {
  tell({ kind: "close", on: channel.label }, other);
}
