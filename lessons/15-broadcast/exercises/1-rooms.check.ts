import assert from "node:assert/strict";
import { external, go, run } from "rendezvous";
import type { Connection } from "../../05-connection/connection.ts";
import { taken } from "../../05-connection/sender.ts";
import { Client } from "../client.ts";

type Attempt = typeof import("./1-rooms.solution.ts");

export default async function check({ Rooms }: Attempt): Promise<void> {
  const outcome = await run(() => story(new Rooms()));
  if (outcome.kind === "panic") throw outcome.error;
  const left = outcome.goroutines.length;
  assert.ok(
    left === 0,
    `everybody has gone: no goroutine should be left, got ${left}`,
  );
}

async function story(rooms: InstanceType<Attempt["Rooms"]>): Promise<void> {
  const visit = async (name: string, guest: Guest) => {
    go("guest", () => rooms.visit(name, new Client(guest)));
    await settle();
  };
  const [alice, bob, carol] = [new Guest(), new Guest(), new Guest()];
  await visit("tea", alice);
  await visit("tea", bob);
  await visit("coffee", carol);
  expectRooms(2, rooms.size, "two drink tea and one coffee");

  alice.say(1);
  carol.say(2);
  await settle();
  expectHeard("bob, who is in alice's room", bob, "1");
  expectHeard("alice, who is in her own room", alice, "1");
  expectHeard("carol, who is in another room than alice", carol, "2");

  bob.leave();
  await settle();
  expectRooms(2, rooms.size, "one of two tea drinkers has left");
  alice.leave();
  carol.leave();
  await settle();
  expectRooms(0, rooms.size, "everybody has left");

  const dora = new Guest();
  await visit("tea", dora);
  dora.say(3);
  await settle();
  expectHeard("dora, who comes to a room that was closed", dora, "3");
  dora.leave();
  await settle();
}

function expectRooms(expected: number, got: number, what: string): void {
  assert.ok(
    got === expected,
    `${what}: expected ${expected} open rooms, got ${got}`,
  );
}

function expectHeard(who: string, { heard }: Guest, words: string): void {
  const got = heard.join(" ") || "nothing";
  assert.ok(got === words, `${who}: expected to hear ${words}, got ${got}`);
}

/** Resolves when a few turns of the event loop have brought everybody to rest. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) {
    await external(new Promise((resolve) => setImmediate(resolve)));
  }
}

/** A guest without a wire: what is sent to it, it has heard. */
class Guest implements Connection {
  onmessage: Connection["onmessage"] = () => undefined;
  onclose: Connection["onclose"] = () => undefined;
  onpong: Connection["onpong"] = () => undefined;
  readonly protocol = "";
  readonly bufferedBytes = 0;
  readonly heard: number[] = [];

  say(word: number): void {
    void this.onmessage(Uint8Array.of(word));
  }

  leave(): void {
    this.onclose(1000, "");
  }

  sendFrame(frames: Uint8Array): Promise<void> {
    this.heard.push(...frames);
    return taken;
  }

  send(): Promise<void> {
    return taken;
  }

  ping(): Promise<void> {
    return taken;
  }

  close(): Promise<void> {
    return taken;
  }

  pause(): void {}

  resume(): void {}

  destroy(): void {}
}
