// The public entrance: what a program imports from "rendezvous".

import "./host.ts";
import { useReporter } from "./06-goroutines/report.ts";
import { fullReport } from "./12-deadlock/deadlock.ts";

export { external, type Source } from "./06-goroutines/external.ts";
export { go } from "./06-goroutines/goroutine.ts";
export { type Host, useHost } from "./06-goroutines/host.ts";
export { goexit, Panic, panic, RuntimeError } from "./06-goroutines/panic.ts";
export {
  exit,
  main,
  now,
  run,
  sleep,
  yieldNow,
} from "./06-goroutines/program.ts";
export type { CircleStep, GoroutineState } from "./06-goroutines/report.ts";
export type { Outcome, RunOptions } from "./06-goroutines/run.ts";
export type { WaitReason } from "./06-goroutines/wait.ts";
export {
  type Observer,
  type TraceEvent,
  traceVersion,
} from "./06-goroutines/trace.ts";

export { Channel } from "./07-channels/channel.ts";
export {
  type Received,
  type ReceiveChannel,
  type SendChannel,
  type Sending,
  typeOf,
} from "./07-channels/ends.ts";

export { Outbox, type OutboxLimits } from "./08-buffers/outbox.ts";

export {
  type Case,
  type Cases,
  type Chosen,
  otherwise,
} from "./09-select/cases.ts";
export { select } from "./09-select/select.ts";

export {
  background,
  canceled,
  type Cancel,
  Context,
  ContextError,
  deadlineExceeded,
  fromSignal,
  withCancel,
  withDeadline,
  withTimeout,
  withValue,
} from "./10-time/context.ts";
export {
  after,
  afterFunc,
  type Appointment,
  tick,
  Ticker,
  Timer,
} from "./10-time/timer.ts";

export { Cond } from "./11-sync/cond.ts";
export { type Locker, Mutex } from "./11-sync/mutex.ts";
export { Once } from "./11-sync/once.ts";
export { RWMutex } from "./11-sync/rwmutex.ts";
export { WaitGroup } from "./11-sync/waitgroup.ts";

export { describeLeaks, goroutines } from "./12-deadlock/leaks.ts";

export { Cell } from "./13-schedules/cell.ts";
export {
  type Exploration,
  explore,
  type ExploreOptions,
  type Progress,
} from "./13-schedules/explore.ts";
export type { Found } from "./13-schedules/outcomes.ts";

useReporter(fullReport);
