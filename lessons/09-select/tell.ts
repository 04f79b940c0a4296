// What a select tells whoever traces the run.

import type { Goroutine } from "../06-goroutines/goroutine.ts";
import { type SelectWay, showValue, trace } from "../06-goroutines/trace.ts";
import {
  type AnyChannel,
  type Case,
  type Cases,
  isReady,
  isSending,
  otherwise,
} from "./cases.ts";

/** Which cases there are, which are ready, and which it takes, if any. */
export function tellSelect(
  cases: Cases,
  { run, id }: Goroutine,
  chosen = "",
): void {
  const all = Object.entries(cases).filter(([, each]) => each !== otherwise);
  const ready = all.filter(([name, each]) => isReady(name, each));
  trace(run, id, {
    kind: "select",
    cases: all.map(([name]) => name),
    ready: ready.map(([name]) => name),
    chosen,
    ways: all.map(([, each]) => wayOf(each)),
  });
}

function wayOf(each: Case): SelectWay {
  if (!isSending(each)) {
    return { on: (each as AnyChannel).label, way: "receive" };
  }
  const { channel, value } = each;
  return { on: channel.label, way: "send", value: showValue(value) };
}
