import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { connect } from "../../lessons/05-connection/client.ts";
import { chatProtocol } from "../../lessons/16-chat/guest.ts";
import { latch } from "../support/connection.ts";
import {
  page,
  plainClient,
  shakeHands,
  startChat,
  stranger,
  Visitor,
  wireNames,
} from "./16-chat.peers.ts";

const texts: [string, string][] = [
  ["a word", "hello"],
  ["every kind of character", 'héllo "\u0000" 🌍\u2028'],
  ["nothing", ""],
  ["the words of a page", '{"kind":"join","name":"alice"}'],
  ["64 KiB", "x".repeat(64 * 1024)],
];

const bytes: [string, Uint8Array][] = [
  ["bytes that are no UTF-8", Uint8Array.of(0, 0xff, 0x80, 0xc0)],
  ["no bytes", new Uint8Array(0)],
  ["64 KiB of bytes", new Uint8Array(64 * 1024).fill(0xa5)],
];

describe.each(wireNames)("on the wire %s", (wire) => {
  describe("what a plain client says", () => {
    test.each(texts)("%s comes to everybody", async (_what, text) => {
      const chat = await startChat(wire);
      const alice = await plainClient(chat);
      const bob = await plainClient(chat);

      alice.say(text);

      expect(await Promise.all([alice.hear(), bob.hear()])).toEqual([
        text,
        text,
      ]);
    });

    test.each(bytes)("%s come as bytes", async (_what, message) => {
      const chat = await startChat(wire);
      const alice = await plainClient(chat);
      const bob = await plainClient(chat);

      alice.say(message);

      const heard = await Promise.all([alice.hear(), bob.hear()]);
      expect(heard.map((each) => typeof each)).toEqual(["object", "object"]);
      expect(heard.map(hex)).toEqual([hex(message), hex(message)]);
    });

    test("comes whole although it was sent in fragments", async () => {
      const chat = await startChat(wire);
      const alice = await plainClient(chat);

      alice.socket.send("one ", { fin: false });
      alice.socket.send("two", { fin: true });

      expect(await alice.hear()).toBe("one two");
    });

    test("is not lost if it comes with the handshake", async () => {
      const chat = await startChat(wire);
      const alice = await plainClient(chat);

      const peer = await shakeHands(chat.port, [], "8182 00000000 6869");

      expect(await alice.hear()).toBe("hi");
      expect(await peer.read(4)).toBe("81026869");
    });

    test("comes to our own client too", async () => {
      const chat = await startChat(wire);
      const alice = await plainClient(chat);
      const own = await connect(`${chat.url.replace("http", "ws")}/ws`);
      const [heard, onmessage] = latch<unknown>();
      own.onmessage = onmessage;

      alice.say("hello");
      await own.send(Uint8Array.of(1, 2));

      expect(await heard).toBe("hello");
      expect(await alice.hearAll(2)).toEqual(["hello", Buffer.of(1, 2)]);
      await own.close();
    });

    test("stays in order, 2,000 messages to five", async () => {
      const chat = await startChat(wire);
      const all = await Promise.all(
        [1, 2, 3, 4, 5].map(() => plainClient(chat)),
      );
      const said = Array.from({ length: 2_000 }, (_, index) => `${index}`);

      for (const text of said) all[0]?.say(text);

      const heard = await Promise.all(all.map((each) => each.hearAll(2_000)));
      expect(heard).toEqual([said, said, said, said, said]);
    });

    test("is a text by nobody to a page, or so many bytes", async () => {
      const chat = await startChat(wire);
      const alice = await page(chat, "alice");
      const robot = await plainClient(chat);

      robot.say("beep");
      robot.say(Uint8Array.of(1, 2, 3));

      expect(await alice.told()).toEqual({
        kind: "said",
        name: "",
        text: "beep",
      });
      expect(await alice.told()).toEqual({
        kind: "said",
        name: "",
        text: "3 bytes",
      });
    });
  });

  test("nothing comes to a plain client but what is said", async () => {
    const chat = await startChat(wire);
    const robot = await plainClient(chat);

    const alice = await page(chat, "alice");
    alice.wish({ kind: "say", text: "one" });
    await alice.told();
    alice.socket.close();
    await alice.closed;
    robot.say("two");

    expect(await robot.hearAll(2)).toEqual(["one", "two"]);
    expect(robot.unheard).toEqual([]);
  });

  describe("a page", () => {
    test("is told who is there, and then of itself", async () => {
      const chat = await startChat(wire);
      await page(chat, "alice");
      await plainClient(chat);
      const bob = await stranger(chat);

      bob.wish({ kind: "join", name: "bob" });

      expect([await bob.told(), await bob.told()]).toEqual([
        { kind: "welcome", names: ["alice"] },
        { kind: "joined", name: "bob" },
      ]);
    });

    test("is told who joins, who says what, and who leaves", async () => {
      const chat = await startChat(wire);
      const alice = await page(chat, "alice");

      const bob = await page(chat, "bob");
      bob.wish({ kind: "say", text: "héllo" });
      expect(await bob.told()).toMatchObject({ kind: "said" });
      bob.socket.close();

      expect([
        await alice.told(),
        await alice.told(),
        await alice.told(),
      ]).toEqual([
        { kind: "joined", name: "bob" },
        { kind: "said", name: "bob", text: "héllo" },
        { kind: "left", name: "bob" },
      ]);
    });

    test("hears what it says itself", async () => {
      const chat = await startChat(wire);
      const alice = await page(chat, "alice");

      alice.wish({ kind: "say", text: "hello" });

      expect(await alice.told()).toEqual({
        kind: "said",
        name: "alice",
        text: "hello",
      });
    });

    test("may have the name of another", async () => {
      const chat = await startChat(wire);
      const alice = await page(chat, "alice");
      const other = await page(chat, "alice");

      expect(await alice.told()).toEqual({ kind: "joined", name: "alice" });
      other.socket.close();

      expect(await alice.told()).toEqual({ kind: "left", name: "alice" });
    });

    test("hears nothing, and is not heard of, until it has joined", async () => {
      const chat = await startChat(wire);
      const alice = await page(chat, "alice");
      const silent = await stranger(chat);

      alice.wish({ kind: "say", text: "anybody?" });
      await alice.told();
      silent.socket.close();
      await silent.closed;
      alice.wish({ kind: "say", text: "nobody" });

      expect(await alice.told()).toMatchObject({ text: "nobody" });
      expect(silent.unheard).toEqual([]);
    });

    test("is one by its subprotocol, among others that it offers", async () => {
      const { url } = await startChat(wire);
      const visitor = new Visitor(url, ["chat.v9", chatProtocol]);

      await once(visitor.socket, "open");

      expect(visitor.socket.protocol).toBe(chatProtocol);
    });

    test("of something else, if it is the package ws, hangs up", async () => {
      const { url } = await startChat(wire);
      const visitor = new Visitor(url, ["mqtt"]);

      const [error] = (await once(visitor.socket, "error")) as [Error];

      expect(error.message).toBe("Server sent no subprotocol");
    });

    test("of something else is a plain client, and is told no protocol", async () => {
      const chat = await startChat(wire);
      const alice = await plainClient(chat);

      const offer = ["Sec-WebSocket-Protocol: rendezvous.chat.v9, soap"];
      const peer = await shakeHands(chat.port, offer, "8182 00000000 6869");

      expect(peer.answer).not.toMatch(/protocol:/i);
      expect(await alice.hear()).toBe("hi");
      expect(await peer.read(4)).toBe("81026869");
    });
  });

  const first =
    "1008 expected to join first, with a name of at most 24 characters";
  const later =
    "1008 expected to join once, then to say at most 2000 characters at a time";

  describe("a page that does not join", () => {
    test.each([
      ["says something", '{"kind":"say","text":"hello"}'],
      ["says no JSON", "hello"],
      ["sends bytes", Uint8Array.of(1)],
      ["has too long a name", `{"kind":"join","name":"${"n".repeat(25)}"}`],
      ["has an empty name", '{"kind":"join","name":" "}'],
      ["has a number for a name", '{"kind":"join","name":7}'],
    ])("but %s is told 1008 and why", async (_what, message) => {
      const chat = await startChat(wire);
      const visitor = await stranger(chat);

      visitor.say(message);

      expect(await visitor.closed).toBe(first);
    });

    test("in time is told so", async () => {
      const chat = await startChat(wire, { joinWithinMs: 50 });
      const visitor = await stranger(chat);

      expect(await visitor.closed).toBe("1008 expected to join within 0.05 s");
    });
  });

  describe("a page that has joined", () => {
    test.each([
      ["joins again", '{"kind":"join","name":"bob"}'],
      ["says no JSON", "hello"],
      ["says nothing", '{"kind":"say","text":""}'],
      ["says too much", `{"kind":"say","text":"${"x".repeat(2001)}"}`],
      ["sends bytes", Uint8Array.of(1)],
    ])("and %s is told 1008 and why", async (_what, message) => {
      const chat = await startChat(wire);
      const alice = await page(chat, "alice");
      const bob = await page(chat, "bob");
      await alice.told();

      bob.say(message);
      bob.wish({ kind: "say", text: "I am not heard any more" });

      expect(await bob.closed).toBe(later);
      expect(await alice.told()).toEqual({ kind: "left", name: "bob" });
    });
  });
});

test("the protocol of a page has the name that pages know", () => {
  expect(chatProtocol).toBe("rendezvous.chat");
});

function hex(message: string | Uint8Array): string {
  return Buffer.from(message as Uint8Array).toString("hex");
}
