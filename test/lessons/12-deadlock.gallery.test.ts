import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  lesson12,
  readCircles,
  readGoroutines,
  readOurs,
} from "./12-deadlock.reading.ts";

const folder = join(import.meta.dirname, "../../lessons/12-deadlock");
const timeout = 30_000;

interface Hung {
  name: string;
  prints: string[];
  goroutines: string[][];
  circles?: string[][];
  mended: string[];
}

const gallery: Hung[] = [
  {
    name: "lone-send",
    prints: ["we hold out a letter"],
    goroutines: [["1 [chan send]", 'main: await counter.send("a letter");']],
    mended: ["we hold out a letter", "the clerk takes a letter", "it is taken"],
  },
  {
    name: "nil-channel",
    prints: ["we wait for the bell"],
    goroutines: [
      ["1 [chan receive (nil chan)]", "main: await bell.receive());"],
      [
        "2 [chan send (nil chan)]",
        'porter: await bell.send("ring!");',
        'started by go("porter", async () => {',
      ],
    ],
    mended: ["we wait for the bell", "ring!"],
  },
  {
    name: "full-buffer",
    prints: ["tea stands on the tray", "coffee stands on the tray"],
    goroutines: [["1 [chan send]", "main: await tray.send(cup);"]],
    mended: [
      "tea stands on the tray",
      "coffee stands on the tray",
      "cocoa stands on the tray",
      "we drink tea",
      "we drink coffee",
      "we drink cocoa",
    ],
  },
  {
    name: "unclosed-range",
    prints: ["we eat soup", "we eat fish", "we eat cake"],
    goroutines: [
      [
        "1 [chan receive]",
        "main: dish of dishes) console.log(`we eat ${dish}`);",
      ],
    ],
    mended: ["we eat soup", "we eat fish", "we eat cake", "we pay"],
  },
  {
    name: "two-senders",
    prints: ["bob gets a letter", "ann gets a card"],
    goroutines: [
      ["1 [sync.WaitGroup.Wait]", "main: await both.wait();"],
      [
        "2 [chan send]",
        'ann: await toBob.send("a parcel");',
        "started by go(async function ann() {",
      ],
      [
        "3 [chan send]",
        'bob: await toAnn.send("a parcel");',
        "started by go(async function bob() {",
      ],
    ],
    circles: [["ann", "bob"]],
    mended: [
      "bob gets a letter",
      "ann gets a card",
      "bob gets a parcel",
      "ann gets a parcel",
    ],
  },
  {
    name: "select-left-alone",
    prints: ["we hear: it rains", "we hear: it has stopped"],
    goroutines: [["1 [select]", "main: await select({ news, quit });"]],
    mended: ["we hear: it rains", "we hear: it has stopped", "we switch off"],
  },
  {
    name: "waitgroup",
    prints: [
      "ann says goodbye",
      "bob climbs out of a window",
      "carol says goodbye",
    ],
    goroutines: [["1 [sync.WaitGroup.Wait]", "main: await guests.wait();"]],
    mended: [
      "ann says goodbye",
      "bob climbs out of a window",
      "carol says goodbye",
      "we lock up",
    ],
  },
  {
    name: "lock-order",
    prints: [],
    goroutines: [
      ["1 [sync.WaitGroup.Wait]", "main: await both.wait();"],
      [
        "2 [sync.Mutex.Lock]",
        "transfer: await to.lock();",
        'ann: await transfer(rent, food, "ann moves 10 from rent to food");',
        "started by go(async function ann() {",
      ],
      [
        "3 [sync.Mutex.Lock]",
        "transfer: await to.lock();",
        'bob: await transfer(food, rent, "bob moves 20 from food to rent");',
        "started by go(async function bob() {",
      ],
    ],
    circles: [["ann", "bob"]],
    mended: [
      "ann moves 10 from rent to food",
      "bob moves 20 from food to rent",
    ],
  },
  {
    name: "lock-and-channel",
    prints: ["the rent is paid"],
    goroutines: [
      ["1 [chan receive]", "main: await answers.receive());"],
      [
        "2 [sync.Mutex.Lock]",
        "clerk: await ledger.lock();",
        'started by go("clerk", async () => {',
      ],
    ],
    circles: [["main", "clerk"]],
    mended: ["the rent is paid", "the gas is paid"],
  },
  {
    name: "hub",
    prints: [
      'alice reads "alice is here"',
      "alice leaves",
      'bob reads "bob is here"',
    ],
    goroutines: [
      ["1 [sync.WaitGroup.Wait]", "main: await clients.wait();"],
      [
        "2 [chan send]",
        "hub: await outbox.send(heard.value);",
        "started by go(hub);",
      ],
      [
        "4 [chan send]",
        "client: await leave.send(outbox);",
        'bob: await client("bob", ["where is everybody?", "I must go"]);',
        "started by go(async function bob() {",
      ],
    ],
    circles: [["hub", "bob"]],
    mended: [
      'alice reads "alice is here"',
      "alice leaves",
      'bob reads "bob is here"',
      "bob leaves",
    ],
  },
  {
    name: "double-lock",
    prints: ["0 cents are in the till"],
    goroutines: [
      [
        "1 [sync.Mutex.Lock]",
        "count: await till.lock();",
        "put: await count();",
        "main: await put(50);",
      ],
    ],
    circles: [["main"]],
    mended: ["0 cents are in the till", "50 cents are in the till"],
  },
  {
    name: "forgotten-unlock",
    prints: [
      "the guest finds no towel, and goes home",
      "we want to wash our hands",
    ],
    goroutines: [["1 [sync.Mutex.Lock]", "main: await bathroom.lock();"]],
    mended: [
      "the guest finds no towel, and goes home",
      "we want to wash our hands",
      "we wash our hands",
    ],
  },
  {
    name: "lost-signal",
    prints: ["the kettle whistles", "we wait for the whistle"],
    goroutines: [["1 [sync.Cond.Wait]", "main: await kettle.wait();"]],
    mended: ["the kettle whistles", "we make tea"],
  },
  {
    name: "read-write-read",
    prints: ["we read the menu", "the cook wants to change the menu"],
    goroutines: [
      [
        "1 [sync.RWMutex.RLock]",
        "priceOf: await menu.rLock();",
        'main: await priceOf("soup");',
      ],
      [
        "2 [sync.RWMutex.Lock]",
        "cook: await menu.lock();",
        'started by go("cook", async () => {',
      ],
    ],
    circles: [["main", "cook"]],
    mended: [
      "we read the menu",
      "the cook wants to change the menu",
      "we look up soup",
      "the cook changes the menu",
    ],
  },
  {
    name: "philosophers",
    prints: [],
    goroutines: [
      ["1 [chan receive]", "main: await full.receive()} has eaten`);"],
      ...["2", "3", "4", "5", "6"].map((id) => [
        `${id} [sync.Mutex.Lock]`,
        "dine: await right.lock();",
        "started by go(name, dine, name, left, right);",
      ]),
    ],
    circles: [["Hypatia", "Laozi", "Averroes", "Spinoza", "Arendt"]],
    mended: [
      "Spinoza has eaten",
      "Averroes has eaten",
      "Laozi has eaten",
      "Hypatia has eaten",
      "Arendt has eaten",
    ],
  },
];

const firstLine = (name: string) =>
  /^\/\/ (.+)\n/.exec(
    readFileSync(join(folder, `demo/${name}.ts`), "utf8"),
  )?.[1];
const lines = (text: string) => text.split("\n").filter(Boolean);

describe.concurrent("the gallery", () => {
  test.each(gallery)(
    "$name ends with status 2 and tells who waits where",
    { timeout },
    async ({ name, prints, goroutines, circles = [] }) => {
      const { status, stdout, stderr } = await lesson12(name);

      expect(status).toBe(2);
      expect(lines(stdout)).toEqual(prints);
      expect(stderr).toMatch(
        /^fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 \[/,
      );
      expect(readGoroutines(stderr)).toEqual(goroutines);
      expect(readCircles(stderr)).toEqual(circles);
    },
  );

  test.each(gallery)(
    "$name ends with status 0 once it is mended",
    { timeout },
    async ({ name, mended }) => {
      const { status, stdout, stderr } = await lesson12(`${name} mended`);

      expect(stderr).toBe("");
      expect(status).toBe(0);
      expect(lines(stdout)).toEqual(mended);
    },
  );

  test(
    "is listed, each with the first line of its file",
    { timeout },
    async () => {
      const { status, stdout } = await lesson12("list");

      expect(status).toBe(0);
      expect(lines(stdout)).toEqual(
        gallery.map(({ name }) => `${name.padEnd(19)}${firstLine(name)}`),
      );
    },
  );

  test(
    "is named on standard error for an unknown name",
    { timeout },
    async () => {
      const { status, stdout, stderr } = await lesson12("loan-send");

      expect(status).toBe(1);
      expect(stdout).toBe("");
      expect(stderr).toMatch(/lone-send, .*philosophers.*got "loan-send"\n$/);
    },
  );

  test("holds every program of its folder, broken and mended", () => {
    const programs = (where: string) =>
      readdirSync(join(folder, where)).filter((file) => file.endsWith(".ts"));
    const names = gallery.map(({ name }) => `${name}.ts`).sort();

    expect(programs("demo")).toEqual([...names, "leak.ts"].sort());
    expect(programs("demo/mended").sort()).toEqual(names);
  });

  test("mends by a flag as well, after --", { timeout }, async () => {
    const { status } = await lesson12("lone-send --mended");

    expect(status).toBe(0);
  });

  test("mends by a flag that npm took for its own", { timeout }, async () => {
    const { status } = await lesson12("lone-send", {
      npm_config_mended: "true",
    });

    expect(status).toBe(0);
  });

  test(
    "is the same on a virtual clock and under any seed",
    { timeout },
    async () => {
      const usual = await lesson12("hub");
      const virtual = await lesson12("hub", { CLOCK: "virtual", SEED: "7" });

      expect(virtual).toEqual(usual);
    },
  );
});

describe.concurrent("beside Go's text, ours says", () => {
  test("how full a buffer is", { timeout }, async () => {
    const { stderr } = await lesson12("full-buffer");

    expect(readOurs(stderr)).toBe(
      "  goroutine 1 (main)  waits on chan#1 with 2 of 2 in its buffer\n",
    );
  });

  test("who was the last to send, and has ended", { timeout }, async () => {
    const { stderr } = await lesson12("unclosed-range");

    expect(readOurs(stderr)).toBe(
      "  goroutine 1 (main)  waits on chan#1 (goroutine 2, which was the last to send to it, has ended)\n",
    );
  });

  test("who holds a lock, and has ended", { timeout }, async () => {
    const { stderr } = await lesson12("forgotten-unlock");

    expect(readOurs(stderr)).toBe(
      "  goroutine 1 (main)  waits on mutex#1 (goroutine 2, which holds it, has ended)\n",
    );
  });

  test("what closes the circle, step by step", { timeout }, async () => {
    const { stderr } = await lesson12("read-write-read");

    expect(readOurs(stderr)).toBe(`  goroutine 1 (main)  waits on rwmutex#1
  goroutine 2 (cook)  waits on rwmutex#1

in a circle:
  ┌▶ goroutine 1 (main)  waits for rwmutex#1: goroutine 2 (cook) waits to write, and goes first
  │  goroutine 2 (cook)  waits for rwmutex#1: goroutine 1 (main) holds it
  └─ goroutine 1 (main)
`);
  });
});
