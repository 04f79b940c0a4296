// The same chat, one wish further: nobody's message may be lost, the room tells
// the time, and quitting waits until everybody has been told. Each wish is three
// honest lines. Together they are a knot, and `npm run lesson 5 tangle` pulls it.

import type { Connection, Message } from "./connection.ts";

const goingAway = 1001;

// #region tangle
export class TangledRoom {
  readonly #members = new Set<Connection>();
  readonly #ticker: NodeJS.Timeout;
  #ticks = 0;

  constructor(tickMs: number) {
    const tick = () => this.#say(`tick ${++this.#ticks}`);
    this.#ticker = setInterval(() => void tick(), tickMs);
  }

  enter(connection: Connection): void {
    this.#members.add(connection);
    connection.onmessage = (message) => this.#say(message);
    connection.onclose = () => this.#members.delete(connection);
  }

  async #say(message: Message): Promise<void> {
    for (const member of this.#members) await member.send(message);
  }

  async quit(): Promise<void> {
    for (const member of this.#members) await member.close(goingAway);
    clearInterval(this.#ticker);
  }
}
// #endregion tangle
