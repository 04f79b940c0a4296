// Istio, 2019: when Galley publishes what has changed.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { select } from "../../09-select/select.ts";
import {
  background,
  type Cancel,
  type Context,
  withCancel,
} from "../../10-time/context.ts";
import { Timer } from "../../10-time/timer.ts";
import type { Kernel } from "./kernel.ts";

type Reset = (timer: Timer) => Promise<void>;

const patienceMs = 0; // a nanosecond in the test that got stuck
const events = 2;

/** Publishes some time after the last change. */
class Strategy {
  readonly stop: Cancel;
  readonly #context: Context;
  readonly #resets = new Channel<true>(1);
  readonly #reset: Reset;
  #timer: Timer | undefined;

  constructor(reset: Reset) {
    [this.#context, this.stop] = withCancel(background());
    this.#reset = reset;
  }

  async onChange(): Promise<void> {
    if (this.#timer) return this.#resets.send(true);
    const timer = (this.#timer = new Timer(patienceMs));
    go("strategy", () => this.#run(timer));
  }

  async #run(timer: Timer): Promise<void> {
    const { done } = this.#context;
    for (;;) {
      const rang = timer.channel;
      const next = await select({ rang, reset: this.#resets, done });
      if (next.case === "done") break;
      if (next.case === "reset") await this.#reset(timer);
    }
    timer.stop();
  }
}

async function processEvents(
  { done }: Context,
  changes: Channel<string>,
  strategy: Strategy,
): Promise<void> {
  for (;;) {
    const next = await select({ changes, done });
    if (next.case === "done") break;
    await strategy.onChange();
  }
  strategy.stop();
}

async function drainAndReset(timer: Timer): Promise<void> {
  if (!timer.stop()) await timer.channel.receive(); // it may be taken already
  timer.reset(patienceMs);
}

async function resetAlone(timer: Timer): Promise<void> {
  timer.reset(patienceMs);
}

async function program(reset: Reset): Promise<void> {
  const [context, cancel] = withCancel(background());
  const changes = new Channel<string>(events);
  for (let event = 0; event < events; event++) await changes.send("change");
  go("processor", () => processEvents(context, changes, new Strategy(reset)));
  cancel();
}

export const kernel: Kernel = {
  name: "istio-18454",
  story:
    "Before it reset its timer, the loop stopped it and, if it had rung, received the ring. If it had rung and the loop had received that ring before, in its select, there was none left to receive.",
  mend: "Reset the timer without a receive.",
  needs: ["context"],
  stuck: "sometimes",
  bug: () => program(drainAndReset),
  mended: () => program(resetAlone),
};
