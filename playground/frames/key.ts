// From a key to its accept key, with the steps between, and what a server of
// lesson 2 answers to a request with that key.

import { createHash } from "node:crypto";
import type { Duplex } from "node:stream";
import {
  acceptKey,
  acceptUpgrade,
  guid,
  HandshakeError,
} from "../../lessons/02-handshake/handshake.ts";
import { MemorySocket } from "./socket.ts";

export interface Steps {
  /** The key and the UUID behind it. */
  joined: string;
  sha1: string;
  accept: string;
}

export type HandshakeAnswer =
  | { kind: "accepted"; response: string; steps: Steps }
  | { kind: "refused"; status: number; code: string; message: string };

const keyBytes = 16;

/** A key as a client makes one: 16 random bytes in base64. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(keyBytes));
  return Buffer.from(bytes).toString("base64");
}

/** What a server answers to a request that is right but, perhaps, for `key`. */
export function answerTo(key: string): HandshakeAnswer {
  const socket = new MemorySocket();
  try {
    acceptUpgrade(requestWith(key), socket as unknown as Duplex);
  } catch (error) {
    if (!(error instanceof HandshakeError)) throw error;
    const { status, code, message } = error;
    return { kind: "refused", status, code, message };
  }
  const response = socket.written.join("").trimEnd();
  return { kind: "accepted", response, steps: stepsOf(key) };
}

function requestWith(key: string) {
  const headers = {
    host: "chat.example",
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-version": "13",
    "sec-websocket-key": key,
  };
  return { method: "GET", httpVersion: "1.1", headers };
}

function stepsOf(key: string): Steps {
  const joined = key + guid;
  const sha1 = createHash("sha1").update(joined).digest("hex");
  return { joined, sha1, accept: acceptKey(key) };
}
