// What channels tell whoever traces the run.

import type { Goroutine } from "../06-goroutines/goroutine.ts";
import { current } from "../06-goroutines/scheduler.ts";
import { type Happening, showValue, trace } from "../06-goroutines/trace.ts";
import type { Channel } from "./channel.ts";

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

export function handedOver(
  channel: { label: string },
  from: Goroutine | undefined,
  to: Goroutine | undefined,
  value: unknown,
): void {
  tell(
    {
      kind: "hand-over",
      on: channel.label,
      from: from?.id ?? 0,
      to: to?.id ?? 0,
      value: showValue(value),
    },
    from ?? to,
  );
}

export function buffered(
  channel: { label: string; length: number },
  move: "in" | "out",
  value: unknown,
  other?: Goroutine,
): void {
  const { label: on, length } = channel;
  tell({ kind: "buffer", on, move, length, value: showValue(value) }, other);
}

export function closed(channel: { label: string }, other?: Goroutine): void {
  tell({ kind: "close", on: channel.label }, other);
}
