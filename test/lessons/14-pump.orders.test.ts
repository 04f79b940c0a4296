import { Channel, explore, go, Outbox } from "rendezvous";
import { expect, test } from "vitest";
import type { Message } from "../../lessons/05-connection/connection.ts";
import { incoming } from "../../lessons/14-pump/incoming.ts";
import { readPump, writePump } from "../../lessons/14-pump/pump.ts";
import { SimulatedConnection } from "../../lessons/15-broadcast/demo/simulated.ts";
import { frameOf } from "./15-broadcast.fakes.ts";

const returned = [{ kind: "returned", error: "" }];

/** What the orders of `program` lead to, and that these are all. */
async function endingsOf(program: () => unknown) {
  const { endings, isComplete } = await explore(program);
  expect(isComplete).toBe(true);
  return endings.map(({ kind, error }) => ({ kind, error }));
}

function check(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(`expected ${what}`);
}

/** Whether `part` is a beginning of `whole`, or all of it. */
function isStart(part: readonly Message[], whole: readonly string[]): boolean {
  return part.every((each, index) => each === whole[index]);
}

const words = ["one", "two", "three", "four"];

test("whoever reads slowly hears all that was said before the end, in every order", async () => {
  const endings = await endingsOf(async () => {
    const connection = new SimulatedConnection();
    const messages = incoming(connection, 1);
    const heard = new Channel<Message>();
    go("peer", () => {
      for (const word of words) connection.say(word);
      connection.hangUp();
    });
    go("read pump", () => readPump(messages, heard).then(() => heard.close()));

    const all: Message[] = [];
    for await (const message of heard) all.push(message);

    check(all.join() === words.join(), `all words, got ${all.join()}`);
  });

  expect(endings).toEqual(returned);
});

test("a write pump that ends first has written all, and the read pump ends too, in every order", async () => {
  const endings = await endingsOf(async () => {
    const { connection, outbox, heard } = member();

    outbox.offer(frameOf("a"));
    go("owner", () => {
      outbox.offer(frameOf("b"));
      outbox.close();
    });
    const all: Message[] = [];
    for await (const message of heard) all.push(message);

    check(isStart(all, words), `a beginning, got ${all.join()}`);
    check(connection.heard.join() === "a,b", "a peer who has heard all");
    check(connection.goodbye === 1001, "a goodbye");
  });

  expect(endings).toEqual(returned);
});

test("a read pump that ends first leaves a write pump that its owner ends, in every order", async () => {
  let mostHeard = 0;
  let leastHeard = Infinity;
  const endings = await endingsOf(async () => {
    const { connection, outbox, heard } = member();
    go("cut", () => connection.destroy());

    for (const word of ["a", "b"]) outbox.offer(frameOf(word));
    const all: Message[] = [];
    for await (const message of heard) all.push(message);
    outbox.close();

    check(isStart(all, words), `a beginning, got ${all.join()}`);
    check(
      isStart(connection.heard, ["a", "b"]),
      "a beginning of what was written",
    );
    mostHeard = Math.max(mostHeard, connection.heard.length);
    leastHeard = Math.min(leastHeard, connection.heard.length);
  });

  expect(endings).toEqual(returned);
  expect([leastHeard, mostHeard]).toEqual([0, 2]);
});

/** A member of a room: both pumps, and a peer who reads late. */
function member() {
  const connection = new SimulatedConnection({ readsLate: true });
  const messages = incoming(connection, 1);
  const outbox = new Outbox<Uint8Array>({ messages: 2 });
  const heard = new Channel<Message>();
  for (const word of words.slice(0, 2)) connection.say(word);
  go("reads", () => connection.read());
  go("write pump", writePump, outbox, connection);
  go("read pump", () => readPump(messages, heard).then(() => heard.close()));
  return { connection, outbox, heard };
}
