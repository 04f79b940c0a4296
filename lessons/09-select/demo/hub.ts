// A chat room without sockets. One goroutine, the hub, owns the set of members.
// Whoever wants something of it sends, and the hub waits for all of them at once.

import { Channel, go, otherwise, select, sleep } from "rendezvous";

const outboxMessages = 2; // so bob, who does not read, is noticed at the third
const tickMs = 100;

interface Member {
  readonly name: string;
  readonly outbox: Channel<string>;
}

class Hub {
  readonly join = new Channel<Member>();
  readonly leave = new Channel<Member>();
  readonly message = new Channel<string>();
  readonly tick = new Channel<string>();
  readonly quit = new Channel<void>();
  readonly ended = new Channel<void>();
  readonly #members = new Set<Member>();

  // #region run
  async run(): Promise<void> {
    for (;;) {
      const isEmpty = this.#members.size === 0;
      const next = await select({
        join: this.join,
        leave: this.leave,
        message: this.message,
        tick: isEmpty ? Channel.nil<string>() : this.tick,
        quit: this.quit,
      });
      if (next.case === "quit" || next.done) return this.ended.close();
      switch (next.case) {
        case "join":
          this.#add(next.value);
          break;
        case "leave":
          this.#remove(next.value, "leaves");
          break;
        case "message":
        case "tick":
          await this.#tell(next.value);
      }
    }
  }
  // #endregion run

  #add(member: Member): void {
    console.log(`${member.name} joins`);
    this.#members.add(member);
  }

  #remove(member: Member, why: string): void {
    if (!this.#members.delete(member)) return; // gone already
    console.log(`${member.name} ${why}`);
    member.outbox.close();
  }

  // #region tell
  async #tell(line: string): Promise<void> {
    console.log(line);
    for (const member of this.#members) {
      const { case: chosen } = await select({
        told: member.outbox.sending(line),
        full: otherwise,
      });
      if (chosen === "full") this.#remove(member, "is let go: outbox full");
    }
  }
  // #endregion tell
}

/** Alice, bob who does not read, carol, and a clock that never stops. */
export async function story(): Promise<void> {
  const hub = new Hub();
  go("hub", () => hub.run());
  const bob = await enter(hub, "bob");
  const carol = await enter(hub, "carol");
  const alice = await enter(hub, "alice");
  const carolHeard = new Channel<string[]>();
  go("carol", async () => carolHeard.send(await hear(hub, carol)));

  await hub.message.send("alice: hi");
  go("clock", () => runClock(hub.tick));
  for await (const line of alice.outbox) if (line === "tick 2") break;
  await hub.message.send("alice: bye");
  const heard = await carolHeard.receive();
  await hub.leave.send(alice);

  await sleep(3 * tickMs);
  console.log("3 ticks pass in the empty room");
  hub.quit.close();
  await hub.ended.receive();
  console.log("the hub quits");
  console.log(`bob finds ${(await hear(hub, bob)).join(", ")}`);
  console.log(`carol has heard ${heard?.join(", ")}`);
}

async function enter(hub: Hub, name: string): Promise<Member> {
  const member = { name, outbox: new Channel<string>(outboxMessages) };
  await hub.join.send(member);
  return member;
}

async function hear(hub: Hub, member: Member): Promise<string[]> {
  const heard: string[] = [];
  for await (const line of member.outbox) {
    heard.push(line);
    if (line === "alice: bye") await hub.leave.send(member);
  }
  return heard;
}

async function runClock(tick: Channel<string>): Promise<void> {
  for (let count = 1; ; count++) {
    await sleep(tickMs);
    await tick.send(`tick ${count}`);
  }
}
