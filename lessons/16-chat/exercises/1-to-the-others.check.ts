import assert from "node:assert/strict";
import { createServer } from "node:http";
import { listen } from "../../01-hello-http/http.ts";
import { encodeFrame, opcodes } from "../../03-frames/frame.ts";
import { connect } from "../../05-connection/client.ts";
import type { Connection, Message } from "../../05-connection/connection.ts";
import { attachEndpoints } from "../../05-connection/endpoints.ts";
import { external } from "../../06-goroutines/external.ts";
import { go } from "../../06-goroutines/goroutine.ts";
import { run } from "../../06-goroutines/program.ts";
import { Channel } from "../../07-channels/channel.ts";
import { Client, serve } from "../../15-broadcast/client.ts";
import { Hub } from "../../15-broadcast/hub.ts";
import type { Words } from "./1-to-the-others.solution.ts";

type Attempt = typeof import("./1-to-the-others.solution.ts");

export default async function check({ frameFor }: Attempt): Promise<void> {
  const server = createServer();
  const hub = new Hub<Words>(frameFor);
  const arrivals = new Channel<Client>(3);
  const enter = (connection: Connection): void =>
    void arrivals.trySend(new Client(connection));
  const stop = attachEndpoints(server, { "/": enter });
  const outcome = run(() => welcome(arrivals, hub));
  const url = (await listen(server, 0)).replace("http", "ws");
  const names = ["alice", "bob", "carol", "dave"];
  const people = await Promise.all(names.map(() => connect(url)));
  try {
    const heard = people.map(listenTo);
    // They say the same, so only who has said it can make a difference.
    for (const person of people.slice(0, 3)) await person.send("hello");
    await heard[3]?.hellos(3);
    await people[3]?.send("over"); // comes to whoever has heard all before it
    for (const [index, { over, count }] of heard.slice(0, 3).entries()) {
      await over();
      const expected = `expected ${names[index]} to hear two others say "hello"`;
      assert.ok(count() === 2, `${expected}, got ${count()} of them`);
    }
  } finally {
    hub.quit.close();
    await outcome;
    await stop();
    server.close();
  }
}

async function welcome(
  arrivals: Channel<Client>,
  hub: Hub<Words>,
): Promise<void> {
  const listening = external("server");
  go("hub", () => hub.run());
  go("accept", async () => {
    for await (const client of arrivals) {
      go("client", serve, client, hub, (message: Message) => ({
        from: client,
        frame: encodeFrame({
          opcode: opcodes.text,
          payload: new TextEncoder().encode(message.toString()),
        }),
      }));
    }
  });
  await hub.done.receive();
  listening.done();
}

interface Ear {
  /** Resolves when so many hellos have come; or after a second, anyway. */
  hellos: (count: number) => Promise<void>;
  /** Resolves when "over" has come; the same. */
  over: () => Promise<void>;
  count: () => number;
}

function listenTo(person: Connection): Ear {
  let count = 0;
  let isOver = false;
  let wake = (): void => undefined;
  person.onmessage = (message) => {
    if (message === "over") isOver = true;
    else count++;
    wake();
  };
  const until = async (isThere: () => boolean): Promise<void> => {
    const late = AbortSignal.timeout(1_000);
    late.onabort = () => wake();
    while (!isThere() && !late.aborted) {
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  return {
    hellos: (expected) => until(() => count >= expected),
    over: () => until(() => isOver),
    count: () => count,
  };
}
