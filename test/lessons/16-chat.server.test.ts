import { describe, expect, onTestFinished, test, vi } from "vitest";
import { Letter, plainLetter } from "../../lessons/16-chat/letter.ts";
import { takeWire } from "../../lessons/16-chat/wire.ts";
import { rawClient, startChat } from "./16-chat.peers.ts";

describe("over plain HTTP", () => {
  test("the page is served, and may only talk to where it came from", async () => {
    const { url } = await startChat("own");

    const { status, headers } = await fetch(url);

    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(headers.get("content-security-policy")).toContain(
      "default-src 'self'",
    );
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-powered-by")).toBeNull();
  });

  test.each(["/main.js", "/styles.css", "/lasting-socket.js"])(
    "%s is served, from here or from lesson 5",
    async (path) => {
      const { url } = await startChat("own");

      const response = await fetch(url + path);

      expect(response.status).toBe(200);
      expect(await response.text()).not.toBe("");
    },
  );

  test.each([
    ["GET", "/ws", 426],
    ["GET", "/ws/", 426],
    ["GET", "/ws?from=here", 426],
    ["POST", "/ws", 405],
    ["GET", "/chat", 404],
    ["GET", "/chat.ts", 404],
    ["GET", "/..%2fmain.ts", 404],
    ["GET", "/%zz", 404],
  ])("%s %s is answered %i", async (method, path, status) => {
    const { port } = await startChat("own");
    const peer = rawClient(port);

    peer.socket.write(
      `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );

    expect(await peer.head()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  test("the chat may be on another path", async () => {
    const { url } = await startChat("own", { path: "/chat/ws" });

    const [there, here] = await Promise.all([
      fetch(`${url}/chat/ws`),
      fetch(`${url}/ws`),
    ]);

    expect([there.status, here.status]).toEqual([426, 404]);
  });
});

describe("a letter", () => {
  test("is encoded once, however many get it", () => {
    const letter = plainLetter("hello");

    expect(letter.plain).toBe(letter.plain);
    expect(letter.page).toBe(letter.page);
  });

  test("is not written for pages where there are none", () => {
    const write = vi.spyOn(JSON, "stringify");
    onTestFinished(() => write.mockRestore());

    expect(plainLetter("hi").plain).toEqual(Uint8Array.of(0x81, 2, 0x68, 0x69));
    expect(write).not.toHaveBeenCalled();
  });

  test("of what happens is not for plain clients", () => {
    expect(new Letter({ kind: "left", name: "bob" }).plain).toBeUndefined();
  });

  test("of an empty text is for plain clients all the same", () => {
    expect(plainLetter("").plain).toEqual(Uint8Array.of(0x81, 0));
  });
});

describe("the words of the command line", () => {
  test.each([
    ["", "own"],
    ["--wire own", "own"],
    ["--wire ws", "ws"],
    ["--wire=ws", "ws"],
  ])('"%s" choose the wire %s', (words, wire) => {
    expect(takeWire(words.split(" ").filter(Boolean))).toEqual({
      wire,
      others: [],
    });
  });

  test("that are no option are left", () => {
    expect(takeWire(["guests", "--wire", "ws", "now"])).toEqual({
      wire: "ws",
      others: ["guests", "now"],
    });
  });

  test.each([
    "--wire",
    "--wire tcp",
    "--wire=",
    "--wire toString",
    "--wires ws",
  ])('"%s" are answered with what was expected', (words) => {
    expect(() => takeWire(words.split(" "))).toThrow(
      `expected --wire own or --wire ws, got "${words}"`,
    );
  });

  test.each(["ws guests", "guests ws", "ws"])(
    '"%s", of which npm has kept the option, are answered with all of it',
    (words) => {
      expect(() => takeWire(words.split(" "))).toThrow(
        `expected -- --wire ws, with two dashes for npm, got "${words}"`,
      );
    },
  );

  test("choose one wire, not two", () => {
    expect(() => takeWire(["--wire", "ws", "--wire", "own"])).toThrow(
      'got "--wire ws --wire own"',
    );
  });
});
