import type { Server } from "node:http";
import { describe, expect, test } from "vitest";
import { Clock } from "../../lessons/02-handshake/costs/clock.ts";
import {
  type Conversation,
  converse,
  latenciesMs,
  type Saying,
} from "../../lessons/02-handshake/costs/conversation.ts";
import { longPolling } from "../../lessons/02-handshake/costs/long-polling.ts";
import { polling } from "../../lessons/02-handshake/costs/polling.ts";
import { serverSentEvents } from "../../lessons/02-handshake/costs/server-sent-events.ts";
import {
  maskedShortFrame,
  shortFrame,
  ShortFrames,
} from "../../lessons/02-handshake/costs/short-frame.ts";
import {
  play,
  tabulate,
  tabulatePolling,
  talk,
} from "../../lessons/02-handshake/costs/story.ts";
import type { Side, Way } from "../../lessons/02-handshake/costs/way.ts";
import { webSocket } from "../../lessons/02-handshake/costs/websocket.ts";

const tripMs = 50;
const minute = { lengthMs: 59_999, tripMs };
const ways = [polling(1_000), longPolling, serverSentEvents, webSocket];

function say(by: Side, message: string, atMs = 1_000): Saying {
  return { atMs, by, message };
}

function messages({ heard }: Conversation, side: Side): string[] {
  return heard[side].map(({ message }) => message);
}

function totalBytes({ upBytes, downBytes }: Conversation): number {
  return upBytes + downBytes;
}

function passed({ passages }: Conversation, side: Side): number {
  return passages
    .filter(({ by }) => by === side)
    .reduce((sum, { bytes }) => sum + bytes.length, 0);
}

describe.each(ways)("$name", (way) => {
  test("delivers every message, in order, both ways", async () => {
    const conversation = await converse(way, talk, minute);

    const said = (side: Side) =>
      talk.filter(({ by }) => by === side).map(({ message }) => message);
    expect(messages(conversation, "client")).toEqual(said("server"));
    expect(messages(conversation, "server")).toEqual(said("client"));
  });

  test("keeps the order of what is said at once, before anything is open", async () => {
    const words = ["one", "", "ありがとう", "data: four", "five"];
    const sayings = words.flatMap((word) => [
      say("client", word, 0),
      say("server", word, 0),
    ]);

    const conversation = await converse(way, sayings, minute);

    expect(messages(conversation, "client")).toEqual(words);
    expect(messages(conversation, "server")).toEqual(words);
  });

  test("counts what has passed the wire", async () => {
    const conversation = await converse(way, talk, minute);

    expect(conversation.upBytes).toBe(passed(conversation, "client"));
    expect(conversation.downBytes).toBe(passed(conversation, "server"));
  });

  test("costs the same every time", async () => {
    const first = await converse(way, talk, minute);
    const again = await converse(way, talk, minute);

    // What passed holds the date, and masks.
    expect({ ...again, passages: [] }).toEqual({ ...first, passages: [] });
  });

  test("lets nothing arrive before its trip is over", async () => {
    const conversation = await converse(way, talk, minute);

    const latencies = [
      ...latenciesMs(talk, conversation, "client"),
      ...latenciesMs(talk, conversation, "server"),
    ];
    expect(latencies).toHaveLength(talk.length);
    expect(Math.min(...latencies)).toBe(tripMs);
  });

  test("leaves no server behind", async () => {
    let started: Server | undefined;
    const serve: Way["serve"] = (server, hear) => {
      started = server;
      return way.serve(server, hear);
    };

    await converse({ ...way, serve }, [], minute);

    expect(started?.listening).toBe(false);
  });

  test("refuses a message of two lines", async () => {
    const twoLines = [say("server", "one\ntwo")];

    await expect(converse(way, twoLines, minute)).rejects.toThrow(
      'expected one line, got "one\\ntwo"',
    );
  });
});

describe("polling", () => {
  const question =
    "GET /messages HTTP/1.1\r\n" +
    "Host: chat.example\r\n" +
    "Connection: keep-alive\r\n\r\n";

  test("costs the whole request of every poll", async () => {
    const { requests, upBytes } = await converse(polling(1_000), [], minute);

    expect(requests).toBe(60);
    expect(upBytes).toBe(60 * question.length);
  });

  test("costs ten times as much when it asks ten times as often", async () => {
    const seldom = await converse(polling(2_000), [], minute);
    const often = await converse(polling(200), [], minute);

    expect(often.upBytes).toBe(10 * seldom.upBytes);
    expect(often.downBytes).toBe(10 * seldom.downBytes);
  });

  test("keeps a message waiting for an interval and a trip at most", async () => {
    const sayings = [
      say("server", "late", 2_051),
      say("server", "soon", 3_050),
    ];

    const conversation = await converse(polling(1_000), sayings, minute);

    expect(latenciesMs(sayings, conversation, "client")).toEqual([1_049, 50]);
  });

  test("asks again at once, and still has only one question open", async () => {
    const setting = { lengthMs: 1_000, tripMs };
    const { connections, requests } = await converse(polling(0), [], setting);

    expect(connections).toBe(1);
    expect(requests).toBe(9);
  });
});

describe("long polling", () => {
  test("costs nothing while nobody speaks", async () => {
    const short = await converse(longPolling, [], { lengthMs: 1_000, tripMs });
    const long = await converse(longPolling, [], minute);

    expect(totalBytes(long)).toBe(totalBytes(short));
    expect(long.requests).toBe(1);
  });

  test("keeps what is said between two questions, for three trips at most", async () => {
    const sayings = [
      say("server", "tea?", 1_000),
      say("server", "or cake?", 1_001),
      say("server", "or both?", 1_099),
    ];

    const conversation = await converse(longPolling, sayings, minute);

    expect(latenciesMs(sayings, conversation, "client")).toEqual([50, 149, 51]);
    expect(messages(conversation, "client")).toHaveLength(3);
  });
});

describe("server-sent events", () => {
  test("cost 13 bytes beside a short message, and no request", async () => {
    const sayings = [say("server", "tea?")];
    const silent = await converse(serverSentEvents, [], minute);
    const conversation = await converse(serverSentEvents, sayings, minute);

    expect(conversation.requests).toBe(silent.requests);
    expect(conversation.upBytes).toBe(silent.upBytes);
    expect(conversation.downBytes - silent.downBytes).toBe(13 + "tea?".length);
  });

  test("are with the client after one trip, however close together", async () => {
    const sayings = [say("server", "tea?", 1_000), say("server", "hm", 1_001)];

    const conversation = await converse(serverSentEvents, sayings, minute);

    expect(latenciesMs(sayings, conversation, "client")).toEqual([50, 50]);
  });
});

describe("what a client posts", () => {
  test("opens a connection if the others are taken", async () => {
    const sayings = [say("client", "one"), say("client", "two", 2_000)];

    const conversation = await converse(longPolling, sayings, minute);

    expect(latenciesMs(sayings, conversation, "server")).toEqual([150, 50]);
    expect(conversation.connections).toBe(2);
  });

  test("waits until the message before has been answered", async () => {
    const sayings = [say("client", "one"), say("client", "two", 1_001)];

    const conversation = await converse(longPolling, sayings, minute);

    expect(latenciesMs(sayings, conversation, "server")).toEqual([150, 249]);
  });
});

describe("the wire", () => {
  test("fails when a side hangs up, and does not wait for what is lost", async () => {
    const serve: Way["serve"] = (server) => {
      server.on("connection", (socket) => socket.destroy());
      return () => undefined;
    };

    await expect(
      converse({ ...longPolling, serve }, [], minute),
    ).rejects.toThrow("expected no side to hang up");
  });
});

describe("WebSocket", () => {
  test("costs two bytes a message to the client and six to the server", async () => {
    const handshake = await converse(webSocket, [], minute);
    const down = await converse(webSocket, [say("server", "tea?")], minute);
    const up = await converse(webSocket, [say("client", "tea?")], minute);

    expect(down.downBytes - handshake.downBytes).toBe(2 + "tea?".length);
    expect(down.upBytes).toBe(handshake.upBytes);
    expect(up.upBytes - handshake.upBytes).toBe(6 + "tea?".length);
    expect(up.downBytes).toBe(handshake.downBytes);
  });

  test("takes a trip for each message, in either direction, for one request", async () => {
    const conversation = await converse(webSocket, talk, minute);

    const client = latenciesMs(talk, conversation, "client");
    const server = latenciesMs(talk, conversation, "server");
    expect(new Set([...client, ...server])).toEqual(new Set([tripMs]));
    expect(conversation.requests).toBe(1);
  });

  test("reads a frame that came together with the answer", async () => {
    const first = [say("server", "welcome", 0)];

    const { heard } = await converse(webSocket, first, minute);

    expect(heard.client).toEqual([{ atMs: 4 * tripMs, message: "welcome" }]);
  });

  test("is not spoken with a server that has not read the request", async () => {
    const serve: Way["serve"] = (server) => {
      server.on("upgrade", (_request, socket) => {
        socket.write(
          "HTTP/1.1 101 Switching Protocols\r\n" +
            "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        );
      });
      return () => undefined;
    };

    await expect(converse({ ...webSocket, serve }, [], minute)).rejects.toThrow(
      "expected the answer to this key, got another one",
    );
  });
});

describe("a short frame", () => {
  test("takes 125 bytes and refuses 126", () => {
    expect(shortFrame("x".repeat(125))).toHaveLength(127);
    expect(() => shortFrame("x".repeat(126))).toThrow(
      "expected at most 125 bytes, got 126",
    );
  });

  test("of a client does not show its text", () => {
    const frame = maskedShortFrame("x".repeat(64));

    expect(frame).toHaveLength(2 + 4 + 64);
    expect(frame.includes("xxxx")).toBe(false);
  });

  test("is read however it was cut", () => {
    const wire = Buffer.concat([
      shortFrame("tea?"),
      maskedShortFrame("ありがとう"),
      shortFrame(""),
    ]);
    const frames = new ShortFrames();

    const read = [...wire].flatMap((byte) => frames.read(Buffer.of(byte)));

    expect(read).toEqual(["tea?", "ありがとう", ""]);
    expect(new ShortFrames().read(wire)).toEqual(read);
  });
});

describe("the clock", () => {
  const idle = { settle: () => Promise.resolve() };

  test("rings in the order of time, and of setting at the same time", async () => {
    const clock = new Clock();
    const rung: string[] = [];
    clock.at(20, () => rung.push(`c at ${clock.nowMs}`));
    clock.at(10, () => rung.push(`a at ${clock.nowMs}`));
    clock.at(10, () => rung.push(`b at ${clock.nowMs}`));

    await clock.run(20, idle);

    expect(rung).toEqual(["a at 10", "b at 10", "c at 20"]);
  });

  test("stops when its time is over", async () => {
    const clock = new Clock();
    let hasRung = false;
    void clock.sleep(21).then(() => (hasRung = true));

    await clock.run(20, idle);

    expect(hasRung).toBe(false);
    expect(clock.nowMs).toBe(20);
  });
});

describe("the page", () => {
  test("lists the ways from the dearest to the cheapest", async () => {
    const conversations = await Promise.all(
      ways.map((way) => converse(way, talk, minute)),
    );

    const bytes = conversations.map(totalBytes);
    expect(bytes).toEqual(bytes.toSorted((a, b) => b - a));
    expect(new Set(bytes).size).toBe(ways.length);
  });

  test("shows a mean that polling has in the long run", async () => {
    const conversation = await converse(polling(1_000), talk, minute);

    const latencies = latenciesMs(talk, conversation, "client");
    const mean = latencies.reduce((sum, ms) => sum + ms) / latencies.length;
    expect(mean).toBe(1_000 / 2 + tripMs);
  });

  test("has a line for each way under two of headings", async () => {
    expect(await tabulate(ways)).toHaveLength(2 + ways.length);
  });

  test.each(["10001", "x", "0.0001", "-1", "1e3", ""])(
    'refuses "%s", which is no interval',
    async (word) => {
      await expect(tabulatePolling(["5", word])).rejects.toThrow(
        `expected whole milliseconds from 0 to 10000, got "${word}"`,
      );
    },
  );

  test("refuses a way that it does not know", async () => {
    await expect(play("pigeon")).rejects.toThrow('got "pigeon"');
  });
});
