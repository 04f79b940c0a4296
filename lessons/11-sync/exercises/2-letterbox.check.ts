import assert from "node:assert/strict";
import { go, run, sleep, WaitGroup, yieldNow } from "rendezvous";

type Attempt = typeof import("./2-letterbox.solution.ts");
type Box = Attempt["Letterbox"];

export default async function check({ Letterbox }: Attempt): Promise<void> {
  await checkWaitsForLetter(Letterbox);
  await checkWaitsForRoom(Letterbox);
  await checkOrder(Letterbox);
  await checkTakerLooksAgain(Letterbox);
  await checkPutterLooksAgain(Letterbox);
  await checkAnyOrder(Letterbox);
}

async function checkWaitsForLetter(Letterbox: Box): Promise<void> {
  const letter = await story(
    "take waits at an empty box, and put has to tell it that a letter has come",
    async () => {
      const box = new Letterbox<string>(1);
      go("postman", async () => {
        await sleep(10);
        await box.put("hello");
      });
      return box.take();
    },
  );
  assert.ok(
    letter === "hello",
    `take waits for a letter, and hello comes: expected hello, got ${letter}`,
  );
}

async function checkWaitsForRoom(Letterbox: Box): Promise<void> {
  const told = await story(
    "put waits at a full box, and take has to tell it that there is room",
    async () => {
      const told: string[] = [];
      const box = new Letterbox<string>(1);
      await box.put("one");
      go("postman", async () => {
        await box.put("two");
        told.push("put two");
      });
      await sleep(10);
      told.push(`take ${await box.take()}`);
      await sleep(10);
      told.push(`take ${await box.take()}`);
      return told.join(", ");
    },
  );
  assert.ok(
    told === "take one, put two, take two",
    `the box has room for one: expected take one, put two, take two, got ${told}`,
  );
}

async function checkOrder(Letterbox: Box): Promise<void> {
  const taken = await story("there is room for three letters", async () => {
    const box = new Letterbox<string>(3);
    for (const letter of ["one", "two", "three"]) await box.put(letter);
    return [await box.take(), await box.take(), await box.take()].join(", ");
  });
  assert.ok(
    taken === "one, two, three",
    `the oldest letter comes out first: expected one, two, three, got ${taken}`,
  );
}

async function checkTakerLooksAgain(Letterbox: Box): Promise<void> {
  const letters = await story(
    "two wait for a letter, and two letters come",
    async () => {
      const box = new Letterbox<string>(2);
      const taken: (string | undefined)[] = [];
      const take = async () => void taken.push(await box.take());
      go("early", take);
      await sleep(10);
      go("late", take);
      await box.put("one");
      await sleep(10);
      await box.put("two");
      await sleep(10);
      return taken.join(", ");
    },
  );
  assert.ok(
    letters === "one, two",
    `somebody waits, a letter comes, and somebody else is quicker and takes it: expected one and two for the two of them, got ${letters}. Who was woken has to look again`,
  );
}

async function checkPutterLooksAgain(Letterbox: Box): Promise<void> {
  const told = await story("two wait to put, and there is room", async () => {
    const box = new Letterbox<string>(1);
    const told: string[] = [];
    const put = async (letter: string) => {
      await box.put(letter);
      told.push(letter);
    };
    await box.put("one");
    go("early", put, "early");
    await sleep(10);
    go("late", put, "late");
    await box.take();
    await sleep(10);
    return told.join(", ");
  });
  assert.ok(
    told === "late",
    `somebody waits for room, there is some, and somebody else is quicker: the box has room for one letter, expected late, got ${told}. Who was woken has to look again`,
  );
}

const letters = Array.from({ length: 12 }, (_, index) => index);

async function checkAnyOrder(Letterbox: Box): Promise<void> {
  for (let seed = 1; seed <= 20; seed++) {
    const taken = await story(
      "three put twelve letters in, and two take them out",
      async () => {
        const box = new Letterbox<number>(2);
        const all = new WaitGroup();
        const taken: number[] = [];
        for (const from of [0, 4, 8]) {
          all.go(async () => {
            for (const letter of letters.slice(from, from + 4)) {
              await yieldNow();
              await box.put(letter);
            }
          });
        }
        for (let taker = 1; taker <= 2; taker++) {
          all.go(async () => {
            for (let count = 1; count <= 6; count++) {
              taken.push(await box.take());
              await yieldNow();
            }
          });
        }
        await all.wait();
        return taken.sort((a, b) => a - b).join(" ");
      },
      seed,
    );
    assert.ok(
      taken === letters.join(" "),
      `whoever goes first, expected each letter once, ${letters.join(" ")}, got ${taken}`,
    );
  }
}

async function story<T>(
  what: string,
  body: () => Promise<T>,
  seed?: number,
): Promise<T> {
  const { kind, value, report, goroutines } = await run(body, {
    clock: "virtual",
    maxPolls: 1_000,
    ...(seed === undefined ? {} : { seed, order: "random" }),
  });
  if (kind === "returned") return value as T;
  const waits = goroutines.flatMap((each) => each.waits);
  const reasons = [...new Set(waits.map(({ reason }) => reason))].join(", ");
  assert.fail(
    `${what}: expected it to end, got ${report.split("\n")[0]} (${reasons || kind})`,
  );
}
