import { afterEach, expect, test } from "vitest";
import {
  cache,
  type Host,
  knock,
  mirror,
  todaysKey,
  webSocketServer,
  yesterdaysKey,
} from "../../lessons/02-handshake/demo/strangers.ts";
import { acceptKey } from "../../lessons/02-handshake/handshake.ts";

const hosts: Host[] = [];

afterEach(() => {
  for (const host of hosts.splice(0)) host.close();
});

async function opened(host: Promise<Host>): Promise<string> {
  hosts.push(await host);
  return (await host).url;
}

async function openedCache(): Promise<string> {
  return opened(cache(await opened(webSocketServer())));
}

test("a mirror answers 101 and has no accept key to show", async () => {
  const { accept, hangUp } = await knock(await opened(mirror()), todaysKey);

  hangUp();

  expect(accept).toBeUndefined();
});

test("a cache answers 101 with an accept key that is yesterday's", async () => {
  const { accept, hangUp } = await knock(await openedCache(), todaysKey);

  hangUp();

  expect(accept).toBe(acceptKey(yesterdaysKey));
  expect(accept).not.toBe(acceptKey(todaysKey));
});

test("a cache passes for a server if a key is used twice", async () => {
  const { accept, hangUp } = await knock(await openedCache(), yesterdaysKey);

  hangUp();

  expect(accept).toBe(acceptKey(yesterdaysKey));
});

test("a stranger answers a frame as what it takes it for", async () => {
  const strangers = [await opened(mirror()), await openedCache()];

  const heard = strangers.map(async (url) => {
    const { sayHello } = await knock(url, todaysKey);
    return sayHello();
  });

  expect(await Promise.all(heard)).toEqual([
    "HTTP/1.1 400 Bad Request",
    "HTTP/1.1 400 Bad Request",
  ]);
});

test("a WebSocket server has the key, and answers a frame", async () => {
  const url = await opened(webSocketServer());

  const { accept, sayHello } = await knock(url, todaysKey);

  expect(accept).toBe(acceptKey(todaysKey));
  expect(await sayHello()).toBe("hello, in a frame");
});
