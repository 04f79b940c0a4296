import { explore, type ExploreOptions, go, sleep, yieldNow } from "rendezvous";
import { expect, test } from "vitest";
import type { Said } from "../../lessons/05-connection/wish.ts";
import { Hub } from "../../lessons/15-broadcast/hub.ts";
import { SimulatedConnection } from "../../lessons/15-broadcast/demo/simulated.ts";
import { customs, receive } from "../../lessons/16-chat/chat.ts";
import {
  chatProtocol,
  Guest,
  joinWithinMs,
} from "../../lessons/16-chat/guest.ts";
import type { Letter } from "../../lessons/16-chat/letter.ts";

const returned = [{ kind: "returned", error: "" }];
const chance = { seed: 16, maxSchedules: 1_000 };

/** The hub of the chat; its guests have simulated connections. */
class Room {
  readonly hub = new Hub<Letter, Guest>(
    (letter, { isPage }) => (isPage ? letter.page : letter.plain),
    customs,
    yieldNow,
  );
  readonly #atEnd: () => void;
  #atWork = 0;

  /** `atEnd` is called when the hub and all guests have ended. */
  constructor(atEnd: () => void) {
    this.#atEnd = atEnd;
    this.#start("hub", () => this.hub.run());
  }

  /** A page comes, which says its name if it has one. */
  enter(name = ""): SimulatedConnection {
    const wire = new SimulatedConnection({ protocol: chatProtocol });
    const guest = new Guest(wire);
    if (name) wire.say(JSON.stringify({ kind: "join", name }));
    this.#start(name, () => receive(guest, this.hub));
    return wire;
  }

  enterPlain(): SimulatedConnection {
    const wire = new SimulatedConnection();
    const guest = new Guest(wire);
    this.#start("plain", () => receive(guest, this.hub));
    return wire;
  }

  #start(name: string, body: () => Promise<void>): void {
    this.#atWork++;
    go(name, async () => {
      await body();
      if (--this.#atWork === 0) this.#atEnd();
    });
  }
}

/** Panics if a page hears of a name twice, or of one it does not know. */
function namesHeard({ heard }: SimulatedConnection): string[] {
  const known = new Set<string>();
  for (const [index, text] of heard.entries()) {
    const letter = JSON.parse(text) as Said;
    check((letter.kind === "welcome") === (index === 0), "one welcome, first");
    if (letter.kind === "welcome")
      letter.names.forEach((name) => known.add(name));
    if (letter.kind === "joined") {
      check(
        !known.has(letter.name),
        `${letter.name} once, got ${heard.join()}`,
      );
      known.add(letter.name);
    }
    if (letter.kind === "left") {
      check(
        known.delete(letter.name),
        `to know ${letter.name}, got ${heard.join()}`,
      );
    }
  }
  return [...known].sort();
}

function check(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(`expected ${what}`);
}

async function endingsOf(program: () => unknown, options?: ExploreOptions) {
  const { endings, isComplete } = await explore(program, options);
  expect(isComplete).toBe(options === undefined);
  return endings.map(({ kind, error }) => ({ kind, error }));
}

test("a page that joins while the hub quits is told 1001, in every order", async () => {
  const heard = new Set<string>();
  const endings = await endingsOf(() => {
    const room = new Room(() => {
      check(alice.goodbye === 1001, `1001, got ${alice.goodbye}`);
      heard.add(namesHeard(alice).join());
    });
    const alice = room.enter("alice");
    go("quit", () => room.hub.quit.close());
  });

  expect(endings).toEqual(returned);
  expect([...heard].sort()).toEqual(["", "alice"]);
});

test("a page that is silent is told 1008, or 1001 if the hub quits, in every order", async () => {
  const codes = new Set<number>();
  const endings = await endingsOf(async () => {
    const room = new Room(() => {
      check(alice.heard.length === 0, "nothing to be heard");
      codes.add(alice.goodbye);
    });
    const alice = room.enter();
    await sleep(joinWithinMs);
    room.hub.quit.close();
  });

  expect(endings).toEqual(returned);
  expect([...codes].sort()).toEqual([1001, 1008]);
});

test("pages that join at once are told each name once, in many orders", async () => {
  const endings = await endingsOf(() => {
    let letters = 0;
    const room = new Room(() => {
      for (const page of pages) {
        check(namesHeard(page).join() === "alice,bob", "both names");
      }
      check(robot.heard.length === 0, "a robot that hears nothing");
    });
    const robot = room.enterPlain();
    const pages = [room.enter("alice"), room.enter("bob")];
    for (const page of pages) {
      page.onheard = () => {
        letters = pages.reduce((sum, { heard }) => sum + heard.length, 0);
        if (letters === 5) room.hub.quit.close();
      };
    }
  }, chance);

  expect(endings).toEqual(returned);
});

test("a page that joins and leaves is told of once each, in many orders", async () => {
  const endings = await endingsOf(() => {
    const room = new Room(() => {
      check(namesHeard(alice).join() === "alice", "bob to have left");
      check(alice.heard.length === 4, "four letters");
    });
    const alice = room.enter("alice");
    let hasBob = false;
    alice.onheard = () => {
      if (!hasBob) room.enter("bob").hangUp();
      hasBob = true;
      if (alice.heard.length === 4) room.hub.quit.close();
    };
  }, chance);

  expect(endings).toEqual(returned);
});
