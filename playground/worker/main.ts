// The worker: takes one order, and tells the page what comes of it.

import { useHost } from "rendezvous";
import { host } from "../../lessons/06-goroutines/host.ts";
import type { Order, Report } from "../protocol.ts";
import { Desk } from "./desk.ts";
import { exploreProgram } from "./explore.ts";
import { type Listening, takeOrders } from "./orders.ts";
import { Quiet } from "./quiet.ts";
import { runProgram } from "./run.ts";

interface Scope {
  postMessage: (report: Report) => void;
  addEventListener: (
    kind: "error" | "unhandledrejection",
    callback: (event: Failure) => void,
  ) => void;
}

interface Failure {
  error?: unknown;
  reason?: unknown;
  preventDefault(): void;
}

const scope = globalThis as unknown as Scope;
const aliveMs = 250;

const send = scope.postMessage.bind(scope);
const desk = new Desk(send);
const idle: (() => void)[] = [];
const unhandled: ((error: unknown) => boolean)[] = [];
let isEvaluated = false;

// The timer comes before the program's own are counted: it never ends.
setInterval(() => send({ kind: "alive" }), aliveMs);
send({ kind: "alive" }); // from here on it is silent only in a loop
const quiet = new Quiet(globalThis, becomeQuiet);
const before = host;

useHost({
  write: (text) => desk.printer.print("err", text.replace(/\n$/, "")),
  exit: (status) => desk.exit(status),
  turn: quiet.turn(afterFailures),
  whenIdle: (callback) => void idle.push(callback),
  whenUnhandled: (callback) => void unhandled.push(callback),
  onPrint: (callback) => desk.printer.listen(callback),
});
desk.printer.install(console);

// A browser says of a promise that nobody handles when all microtasks are over, in
// a turn of its own: it comes behind the one that was asked for meanwhile. Who asks
// twice comes behind the failure, as in Node.
function afterFailures(callback: () => void): void {
  before.turn(() => before.turn(callback));
}

// Nothing will happen any more: what waits now waits for ever.
function becomeQuiet(): void {
  const waiting = idle.splice(0);
  for (const callback of waiting) callback();
  if (waiting.length > 0) quiet.look();
  else desk.exit(isEvaluated ? 0 : unsettled);
}

const unsettled = 13; // Node's status for an `await` outside that never ends

function fail(event: Failure, error: unknown): void {
  event.preventDefault();
  if (!unhandled.some((callback) => callback(error))) desk.fail(error);
}

scope.addEventListener("error", (event) => fail(event, event.error));
scope.addEventListener("unhandledrejection", (event) =>
  fail(event, event.reason),
);

const stop = new AbortController();

takeOrders(
  globalThis as unknown as Listening,
  (order) => void obey(order),
  () => stop.abort(),
);

async function obey(order: Exclude<Order, { kind: "stop" }>): Promise<void> {
  hideFrom(scope);
  quiet.look();
  try {
    if (order.kind === "run") await runProgram(order, desk);
    else await exploreProgram(order, desk, stop.signal);
  } catch (error) {
    desk.fail(error);
  }
  isEvaluated = true;
  quiet.look();
}

// What the program prints is its only word to the page, and its end is ours to tell.
function hideFrom(scope: object): void {
  for (let each = scope; each !== Object.prototype;) {
    Reflect.deleteProperty(each, "postMessage");
    Reflect.deleteProperty(each, "close");
    each = Object.getPrototypeOf(each) as object;
  }
}
