import { describe, expect, test } from "vitest";
import { readHeaders, readOurs, runText } from "./12-deadlock.reading.ts";

const timeout = 30_000;

describe.concurrent("a program in Node", () => {
  test(
    "ends with status 2 and writes nothing but the report on standard error (GO-89)",
    { timeout },
    async () => {
      const { status, stdout, stderr } = await runText(`
      import { Channel, main } from "rendezvous";
      main(async () => {
        console.log("before");
        await new Channel().receive();
        console.log("after");
      });
    `);

      expect(status).toBe(2);
      expect(stdout).toBe("before\n");
      expect(stderr).toMatch(/^fatal error: /);
      expect(stderr).not.toMatch(/exit status|if nothing undeclared/);
    },
  );

  test(
    "is not judged before a timer that nobody declared has rung",
    { timeout },
    async () => {
      const { status, stdout, stderr } = await runText(`
      import { Channel, main } from "rendezvous";
      main(async () => {
        setTimeout(() => console.log("the timer rings"), 50);
        await new Channel().receive();
      });
    `);

      expect(status).toBe(2);
      expect(stdout).toBe("the timer rings\n");
      expect(stderr).toMatch(/^fatal error: all goroutines are asleep/);
    },
  );

  test(
    "is not judged at all if that timer wakes somebody",
    { timeout },
    async () => {
      const { status, stdout, stderr } = await runText(`
      import { Channel, main } from "rendezvous";
      main(async () => {
        const words = new Channel();
        setTimeout(() => words.trySend("it came"), 50);
        console.log(await words.receive());
      });
    `);

      expect({ status, stdout, stderr }).toEqual({
        status: 0,
        stdout: "it came\n",
        stderr: "",
      });
    },
  );

  test(
    "is not judged while a server listens, and is once it has closed",
    { timeout },
    async () => {
      const { status, stdout } = await runText(`
      import { createServer } from "node:http";
      import { Channel, main } from "rendezvous";
      const server = createServer().listen(0);
      main(async () => {
        setTimeout(() => {
          console.log("still here");
          server.close();
        }, 100).unref();
        await new Channel().receive();
      });
    `);

      expect(status).toBe(2);
      expect(stdout).toBe("still here\n");
    },
  );

  test(
    "is judged although a handle is open that keeps nothing alive",
    { timeout },
    async () => {
      const { status } = await runText(`
      import { Channel, main } from "rendezvous";
      setInterval(() => undefined, 10).unref();
      main(() => new Channel().receive());
    `);

      expect(status).toBe(2);
    },
  );

  test(
    "shows who is abroad by that name, and says what it means",
    { timeout },
    async () => {
      const { status, stderr } = await runText(`
      import { Channel, go, main } from "rendezvous";
      main(async () => {
        const words = new Channel();
        go("far", async () => {
          await new Promise(() => undefined);
          await words.send("hello");
        });
        await words.receive();
      });
    `);

      expect(status).toBe(2);
      expect(readHeaders(stderr)).toEqual(["1 [chan receive]", "2 [abroad]"]);
      expect(readOurs(stderr)).toContain(
        "abroad: goroutine 2 (far) awaits a promise that nobody has declared with external()\n",
      );
    },
  );

  test(
    "shows a declared wait as IO wait when Node says that nothing can come",
    { timeout },
    async () => {
      const { status, stderr } = await runText(`
      import { external, main } from "rendezvous";
      main(async () => {
        await external(new Promise(() => undefined));
      });
    `);

      expect(status).toBe(2);
      expect(readHeaders(stderr)).toEqual(["1 [IO wait]"]);
    },
  );

  test(
    "with a leak ends with status 0, and Go's silence (GO-90)",
    { timeout },
    async () => {
      const { status, stdout, stderr } = await runText(`
      import { Channel, go, main, yieldNow } from "rendezvous";
      main(async () => {
        go("stuck", () => new Channel().send(1));
        await yieldNow();
        console.log("main returns");
      });
    `);

      expect({ status, stdout, stderr }).toEqual({
        status: 0,
        stdout: "main returns\n",
        stderr: "",
      });
    },
  );

  test(
    "is named forgotten what it does not await while it waits elsewhere",
    { timeout },
    async () => {
      const { stderr } = await runText(`
      import { Channel, main } from "rendezvous";
      main(async () => {
        const [orders, dishes] = [new Channel(), new Channel()];
        orders.send("soup");
        await dishes.receive();
      });
    `);

      expect(readOurs(stderr)).toMatch(
        /nobody awaits this: goroutine 1 \(main\), chan send on chan#1 at .+\n/,
      );
    },
  );

  test("cannot be saved by a handler of failures", { timeout }, async () => {
    const { status, stdout } = await runText(`
      import { Channel, main } from "rendezvous";
      process.on("uncaughtException", () => console.log("uncaught"));
      process.on("unhandledRejection", () => console.log("unhandled"));
      main(async () => {
        await new Channel().receive();
      });
    `);

    expect(status).toBe(2);
    expect(stdout).toBe("");
  });

  test(
    "writes a report of any length whole, through a pipe",
    { timeout },
    async () => {
      const { status, stderr } = await runText(`
      import { Channel, go, main } from "rendezvous";
      main(async () => {
        const none = new Channel();
        for (let each = 0; each < 5_000; each++) {
          go("waiter", async () => { await none.receive(); });
        }
        await none.receive();
      });
    `);

      expect(status).toBe(2);
      expect(stderr.match(/^goroutine \d+ \[chan receive\]:$/gm)).toHaveLength(
        5_001,
      );
      expect(stderr).toMatch(/goroutine 5001 \(waiter\) +waits on chan#1\n$/);
    },
  );
});

const body = `async () => {
        const lock = new Mutex();
        await lock.lock();
        go("guest", async () => {
          await lock.lock();
        });
        await lock.lock();
      }`;

describe.concurrent("the same program", () => {
  test(
    "gives the same report as a value, with the reserve that only the end of a process lifts",
    { timeout },
    async () => {
      const [ended, kept] = await Promise.all([
        runText(`
      import { go, main, Mutex, run } from "rendezvous";
      main(${body});
      `),
        runText(`
      import { go, main, Mutex, run } from "rendezvous";
      const outcome = await run(
      ${body});
      console.log(JSON.stringify(outcome));
      `),
      ]);

      const { kind, status, report } = JSON.parse(kept.stdout) as Record<
        string,
        unknown
      >;
      expect({ kind, status }).toEqual({ kind: "deadlock", status: 2 });
      expect(kept.status).toBe(0);
      expect(withoutLines(report as string)).toBe(
        withoutLines(
          `${ended.stderr}\nthis holds if nothing undeclared is pending\n`,
        ),
      );
    },
  );

  test(
    "says so too where the platform cannot confirm, as in a browser",
    { timeout },
    async () => {
      const { status, stderr } = await runText(`
      import { go, main, Mutex, useHost } from "rendezvous";
      useHost({ whenIdle: undefined });
      main(${body});
    `);

      expect(status).toBe(2);
      expect(readHeaders(stderr)).toEqual([
        "1 [sync.Mutex.Lock]",
        "2 [sync.Mutex.Lock]",
      ]);
      expect(stderr).toMatch(
        /\n\nthis holds if nothing undeclared is pending\n$/,
      );
    },
  );
});

function withoutLines(report: string): string {
  return report.replace(/:\d+:\d+$/gm, "");
}
