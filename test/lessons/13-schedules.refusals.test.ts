import {
  afterFunc,
  Channel,
  explore,
  go,
  otherwise,
  select,
  sleep,
  yieldNow,
} from "rendezvous";
import { expect, test } from "vitest";

test("a second exploration has to wait for the end of the first", async () => {
  const first = explore(() => undefined);

  await expect(explore(() => undefined)).rejects.toThrow(
    "expected one exploration at a time, got a second",
  );
  expect((await first).isComplete).toBe(true);
});

test("what is no function is not explored", async () => {
  const five = 5 as unknown as () => void;

  await expect(explore(five)).rejects.toThrow(
    "expected a function to explore, got 5",
  );
});

test("a bound and a seed are not had together", async () => {
  const options = { bound: 1, seed: 1 };

  await expect(explore(() => undefined, options)).rejects.toThrow(
    "expected a bound or a seed, got both",
  );
});

test("a program that is another one each time is refused", async () => {
  let runs = 0;
  const restless = () => {
    const lines = new Channel<number>(9);
    const count = 2 + (runs++ % 2);
    for (let i = 0; i < count; i++) go(() => lines.send(i));
  };

  await expect(explore(restless)).rejects.toThrow(
    "expected a program that does the same each time",
  );
});

test("who polls for ever is passed over, and that is said", async () => {
  const polled = async () => {
    const lines = new Channel<number>(1);
    go(async () => {
      for (let i = 0; i < 11; i++) {
        const { case: way } = await select({ lines, idle: otherwise });
        if (way === "lines") return;
      }
      console.log("gave up");
    });
    await lines.send(1);
  };

  const { isComplete, claim } = await explore(polled);

  expect(isComplete).toBe(false);
  expect(claim).toContain("not all there are");
});

test("a call that may be taken back is tried both ways", async () => {
  const program = async () => {
    const rings = new Channel<ReturnType<typeof afterFunc>>(1);
    go(async () => {
      await rings.send(afterFunc(10, () => console.log("rang")));
    });
    go(async () => {
      const appointment = await rings.receive();
      await sleep(10);
      appointment?.stop();
    });
    await sleep(30);
  };

  const { endings } = await explore(program);

  expect(endings.map(({ output }) => output).sort()).toEqual([[], ["rang"]]);
});

test("time may pass before who yields goes on, or after", async () => {
  const program = async () => {
    go(async () => {
      await yieldNow();
      await sleep(1);
      console.log("a");
    });
    go(async () => {
      await sleep(1);
      console.log("b");
    });
    await sleep(9);
  };

  const { endings } = await explore(program);
  const all = await explore(program, { reduce: false });

  expect(endings.map(({ output }) => output.join("")).sort()).toEqual(
    all.endings.map(({ output }) => output.join("")).sort(),
  );
  expect(endings.length).toBeGreaterThan(1);
});

test("two waits of one goroutine are two", async () => {
  const program = async () => {
    const lines = new Channel<string>(2);
    const say = async (line: string) => {
      await yieldNow();
      await lines.send(line);
    };
    await Promise.all([say("x"), say("y")]);
    console.log(await lines.receive());
  };

  const { endings } = await explore(program);

  expect(endings.map(({ output }) => output[0]).sort()).toEqual(["x", "y"]);
});

test("code that takes long between two waits is no deadlock", async () => {
  const deep = async (levels: number): Promise<void> =>
    levels > 0 ? deep(levels - 1) : undefined;
  const program = async () => {
    const lines = new Channel<number>(1);
    const send = async () => {
      await deep(100);
      await lines.send(1);
    };
    await Promise.all([lines.receive(), send()]);
  };

  const { endings } = await explore(program);

  expect(endings.map(({ kind }) => kind)).toEqual(["returned"]);
});

test("a close right behind a send is not forgotten, with a bound", async () => {
  const program = async () => {
    const lines = new Channel<number>();
    const turns = new Channel<number>(1);
    go(async () => {
      await lines.receive();
      await turns.send(1);
    });
    go(async () => {
      await lines.send(1);
      lines.close();
    });
    await turns.receive();
    const found = await select({ lines, none: otherwise });
    console.log(found.case === "lines" ? "closed" : "open");
  };

  const all = await explore(program, { bound: 0, reduce: false });
  const { endings } = await explore(program, { bound: 0 });

  expect(endings.map(({ output }) => output[0]).sort()).toEqual(
    all.endings.map(({ output }) => output[0]).sort(),
  );
  expect(endings.length).toBe(2);
});
