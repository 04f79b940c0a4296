// The public entrance: what a program imports from "rendezvous".

export { Channel } from "./07-channels/channel.ts";
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
export type { Outcome, RunOptions } from "./06-goroutines/run.ts";
export { otherwise, select } from "./09-select/select.ts";
