// Istio, 2019: the agent that runs Envoy, and starts a new one beside the old.

import { go } from "../../06-goroutines/goroutine.ts";
import { Channel } from "../../07-channels/channel.ts";
import { after } from "../../10-time/timer.ts";
import type { Kernel } from "./kernel.ts";

const patienceMs = 30;

class Agent {
  /** Each start of Envoy is an epoch. Who has ended says which it was. */
  readonly ended = new Channel<number>();
  readonly #active = new Set<number>();
  #epoch = 0;

  /** Goes when no epoch is active any more. */
  async run(): Promise<void> {
    do {
      const epoch = await this.ended.receive();
      if (epoch !== undefined) this.#active.delete(epoch);
    } while (this.#active.size > 0);
  }

  async restart(): Promise<void> {
    await this.#waitUntilLive();
    this.#start(this.#next());
  }

  async restartAtOnce(): Promise<void> {
    const live = this.#waitUntilLive();
    const epoch = this.#next();
    await live;
    this.#start(epoch);
  }

  #next(): number {
    this.#active.add(++this.#epoch);
    return this.#epoch;
  }

  /** The Envoy before this one, if there is one. It never goes live. */
  async #waitUntilLive(): Promise<void> {
    if (this.#active.size > 0) await after(patienceMs).receive();
  }

  #start(epoch: number): void {
    go(`epoch ${epoch}`, () => this.ended.send(epoch));
  }
}

async function program(restart: (agent: Agent) => Promise<void>) {
  const agent = new Agent();
  go("agent", () => agent.run());
  await restart(agent);
  await restart(agent);
}

export const kernel: Kernel = {
  name: "istio-17860",
  story:
    "A restart waited until the Envoy before it was live, and only then put its own epoch on the list of those that are active. When the first Envoy ended in the meantime the list was empty and the agent went, so that nobody heard of the end of the second.",
  mend: "Put the new epoch on the list before the wait.",
  needs: [],
  stuck: "always",
  bug: () => program((agent) => agent.restart()),
  mended: () => program((agent) => agent.restartAtOnce()),
};
