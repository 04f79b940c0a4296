// One talk and three ways to end it. The server says a thousand lines; when the
// system has taken them all, it leaves. What does the client hear of them?
//
//   server ── 1,000 lines ──▶ the system's buffers ──▶ client, busy meanwhile
//          ◀── a letter ────
//
// A letter that lies unread when its socket is closed makes TCP reset the
// connection, and a reset throws away what has not arrived (RFC 6455 §1.4).
// An experiment of this lesson's demo; nothing later is built on it.

import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { listen } from "../../01-hello-http/http.ts";
import { connect } from "../client.ts";
import type { Connection } from "../connection.ts";
import { attachEndpoints } from "../endpoints.ts";

export interface Ending {
  /** Does the server read the letter before it leaves? */
  reads: boolean;
  leave: (connection: Connection) => void;
}

export interface Heard {
  lines: number;
  /** What `onclose` tells the client. */
  code: number;
}

export const lines = 1_000;
const line = "x".repeat(1_000);

// More than a paused connection takes in and the system keeps for it unasked.
const letter = Array<Uint8Array>(4).fill(new Uint8Array(60_000));

// Where the system takes less than a thousand lines for a client that is busy,
// the client may not be busy for ever.
const busyMs = 5_000;

/** Has the talk, ends it so, and says what the client heard. */
export async function end({ reads, leave }: Ending): Promise<Heard> {
  const server = createServer();
  const left = new Promise<void>((resolve) => {
    attachEndpoints(server, {
      "/": (connection) => {
        void speak(connection, reads).then(() => {
          leave(connection);
          resolve();
        });
      },
    });
  });
  const url = (await listen(server, 0)).replace("http", "ws");
  const heard = await hear(url, left);
  server.close();
  return heard;
}

// #region speak
async function speak(server: Connection, reads: boolean): Promise<void> {
  const isRead = new Promise<void>((resolve) => {
    let parts = 0;
    server.onmessage = () => {
      if (++parts === letter.length) resolve();
    };
  });
  if (reads) await isRead;
  else server.pause();
  const said = Array.from({ length: lines }, () => server.send(line));
  await Promise.all(said); // the system has them all
}
// #endregion speak

async function hear(url: string, left: Promise<void>): Promise<Heard> {
  const client = await connect(url);
  let lines = 0;
  client.onmessage = () => void lines++;
  const closed = new Promise<number>((resolve) => (client.onclose = resolve));
  client.pause();
  for (const part of letter) void client.send(part);
  await Promise.race([left, sleep(busyMs, undefined, { ref: false })]);
  client.resume();
  return { code: await closed, lines };
}
