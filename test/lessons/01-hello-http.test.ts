import { createServer, type Server } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import {
  greeter,
  greeting,
  listen,
  ListenError,
} from "../../lessons/01-hello-http/http.ts";
import { startDemo } from "../support/demo.ts";
import { describeWith } from "../support/needs.ts";
import { startGo } from "../support/go.ts";

const servers: Server[] = [];

function newServer(): Server {
  const server = createServer(greeter());
  servers.push(server);
  return server;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const requests = [
  ["GET", "/"],
  ["GET", "/any/path"],
  ["GET", "/favicon.ico"],
  ["GET", "/%zz?q=%"],
  ["POST", "/"],
  ["PUT", "/a"],
  ["PATCH", "/a/b/"],
  ["DELETE", "/a?x=1"],
  ["OPTIONS", "/"],
] as const;

interface Answer {
  status: number;
  type: string | null;
  body: string;
}

async function ask(url: string, method: string): Promise<Answer> {
  const response = await fetch(url, { method });
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    body: await response.text(),
  };
}

describe("the greeter", () => {
  test.each(requests)(
    "answers %s %s with the greeting",
    async (method, path) => {
      const url = await listen(newServer(), 0);

      const answer = await ask(url + path, method);

      expect(answer).toEqual({
        status: 200,
        type: "text/plain; charset=utf-8",
        body: greeting,
      });
    },
  );

  test("answers HEAD with the length and no body", async () => {
    const url = await listen(newServer(), 0);

    const response = await fetch(url, { method: "HEAD" });

    expect(response.headers.get("content-length")).toBe("22");
    expect(await response.text()).toBe("");
  });

  test("answers a conditional GET in full, as Go does", async () => {
    const url = await listen(newServer(), 0);

    const response = await fetch(url, { headers: { "If-None-Match": "*" } });

    expect(response.status).toBe(200);
  });

  test("does not say what it is made of", async () => {
    const url = await listen(newServer(), 0);

    const { headers } = await fetch(url);

    expect(headers.get("x-powered-by")).toBeNull();
  });
});

describe("listen", () => {
  test("resolves with the address that the system chose", async () => {
    const url = await listen(newServer(), 0);

    expect(url).toMatch(/^http:\/\/localhost:[1-9]\d+$/);
  });

  test("rejects in one sentence if the port is taken", async () => {
    const taken = Number(new URL(await listen(newServer(), 0)).port);

    const attempt = listen(newServer(), taken);

    await expect(attempt).rejects.toThrow(ListenError);
    await expect(attempt).rejects.toMatchObject({
      code: "EADDRINUSE",
      message: `expected port ${taken} to be free, but another program has it (PORT=0 takes any free one)`,
    });
  });

  test("rejects a port that cannot exist", async () => {
    await expect(listen(newServer(), 65_536)).rejects.toThrow(
      "could not listen on port 65536",
    );
  });

  test("can be tried again on the same server after a failure", async () => {
    const taken = Number(new URL(await listen(newServer(), 0)).port);
    const server = newServer();
    await listen(server, taken).catch(() => undefined);

    const url = await listen(server, 0);

    expect(await (await fetch(url)).text()).toBe(greeting);
    expect(server.listenerCount("error")).toBe(0);
  });
});

describe("the demo", () => {
  test("serves the greeting and stops with status 0 on SIGTERM", async () => {
    const demo = await startDemo("1");

    const answer = await fetch(demo.url);

    expect(await answer.text()).toBe(greeting);
    expect(await demo.stop("SIGTERM")).toBe(0);
  });

  test("stops with status 0 on Ctrl-C, with a connection open", async () => {
    const demo = await startDemo("1");
    await fetch(demo.url, { headers: { Connection: "keep-alive" } });

    expect(await demo.stop("SIGINT")).toBe(0);
  });

  test("ends with status 1 and the sentence if its port is taken", async () => {
    const taken = new URL(await listen(newServer(), 0)).port;

    const attempt = startDemo("1", { PORT: taken });

    await expect(attempt).rejects.toThrow(
      `exit status 1: expected port ${taken} to be free`,
    );
  });

  test("refuses a PORT that is no port", async () => {
    await expect(startDemo("1", { PORT: "80a" })).rejects.toThrow(
      'exit status 1: expected PORT to be a number from 0 to 65535, got "80a"',
    );
  });

  test("refuses a demo that the lesson does not have", async () => {
    await expect(startDemo("1 nosuch")).rejects.toThrow(
      'exit status 1: expected one of the demos server, slip, got "nosuch"',
    );
  });
});

describeWith("go", "the Go original", () => {
  test("answers as ours does, on every path and method", async () => {
    const go = await startGo("01-hello-http", { '":8080"': "PORT" });
    const ours = await listen(newServer(), 0);

    for (const [method, path] of requests) {
      if (path.includes("%zz")) continue;
      expect(await ask(go.url + path, method)).toEqual(
        await ask(ours + path, method),
      );
    }
    await go.stop();
  });

  test("drops the listen error: a second one ends without a word", async () => {
    const first = await startGo("01-hello-http", { '":8080"': "PORT" });
    const second = await first.again();

    expect(second).toEqual({ status: 0, output: "" });
    await first.stop();
  });
});
