// What the conformance tests say to a server, and how they listen. Who says a
// message hears it back: from an echo, and from a chat that is empty otherwise.

import { expect } from "vitest";
import { cut, fromHex } from "../support/bytes.ts";
import { type RawPeer } from "../support/connection.ts";

export interface Target {
  name: string;
  /**
   * A peer of a server for this test alone, which takes messages of 16 MiB.
   */
  join: () => Promise<RawPeer>;
}

export const oneMiB = 1024 * 1024;

const mask = fromHex("37 fa 21 3d");

/**
 * A frame as a client sends it, in hex: its `first` byte, a length in as few
 * bytes as will do, a mask, and the `payload` under it (RFC 6455 §5.2, §5.3).
 */
export function frame(first: string, payload = ""): string {
  const bytes = fromHex(payload);
  const masked = bytes.map((byte, at) => byte ^ (mask[at % 4] ?? 0));
  return first + lengthOf(bytes, 0x80) + hex(mask) + hex(masked);
}

/** A frame as a server sends it, in hex. */
export function answer(first: string, payload = ""): string {
  const bytes = fromHex(payload);
  return first + lengthOf(bytes, 0) + hex(bytes);
}

function lengthOf({ length }: Uint8Array, flag: number): string {
  if (length < 126) return number(flag + length, 1);
  if (length < 65_536) return number(flag + 126, 1) + number(length, 2);
  return number(flag + 127, 1) + number(length, 8);
}

function number(value: number, bytes: number): string {
  return value.toString(16).padStart(2 * bytes, "0");
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** The frames of a text that is cut before each of the ascending `cuts`. */
export function textFrames(payload: string, cuts: readonly number[]): string {
  return cut(fromHex(payload), cuts)
    .map((piece, at) => {
      const isLast = at === cuts.length;
      const opcode = at === 0 ? 1 : 0;
      return frame(number(opcode + (isLast ? 0x80 : 0), 1), hex(piece));
    })
    .join("");
}

export const hi = frame("81", "6869");
export const hiBack = answer("81", "6869");
export const ping = frame("89");
export const bye = frame("88", "03e8");
export const byeBack = answer("88", "03e8");

/** How the bytes of some frames are cut for the wire. */
export const cuttings = ["in one piece", "frame by frame", "byte by byte"];
export type Cutting = (typeof cuttings)[number];

/** Sends `frames`, cut as `cutting` says. */
export async function sendCut(
  peer: RawPeer,
  frames: readonly string[],
  cutting: Cutting,
): Promise<void> {
  if (cutting === "in one piece") return peer.send(frames.join(""));
  const bytes = fromHex(frames.join(""));
  if (cutting === "byte by byte") return sendInSteps(peer, bytes, 1);
  for (const each of frames) await sendInSteps(peer, fromHex(each), Infinity);
}

/** Sends `bytes` in steps of `size`, each in a packet and a turn of its own. */
export async function sendInSteps(
  { socket }: RawPeer,
  bytes: Uint8Array,
  size: number,
): Promise<void> {
  socket.setNoDelay(true);
  const step = Math.min(size, bytes.length);
  for (let at = 0; at < bytes.length; at += step) {
    socket.write(bytes.subarray(at, at + step));
    await new Promise(setImmediate);
  }
}

/** Expects `frames` to be answered with `expected`, and then a close. */
export async function expectAnswer(
  target: Target,
  frames: readonly string[],
  expected: string,
  cutting: Cutting = "in one piece",
): Promise<void> {
  const peer = await target.join();

  await sendCut(peer, frames, cutting);
  const heard = await peer.read(expected.length / 2);
  peer.send(bye);
  const rest = await peer.rest();

  expect(heard + rest).toBe(expected + byeBack);
}

/**
 * Expects `frames`, which come behind a good message, to be refused: with a
 * close frame that has one of `codes`, and then nothing but the end (§7.1.7).
 */
export async function expectRefusal(
  target: Target,
  frames: readonly string[],
  codes: number | readonly number[],
  cutting: Cutting = "in one piece",
): Promise<void> {
  const peer = await target.join();

  peer.send(hi);
  const heard = await peer.read(hiBack.length / 2);
  await sendCut(peer, frames, cutting);
  const rest = await peer.rest();

  expect(heard).toBe(hiBack);
  expect([codes].flat()).toContain(loneCloseCode(rest));
}

/** The code of the close frame that `rest` is, and nothing else. */
export function loneCloseCode(rest: string): number | string {
  const payload = rest.slice(4);
  const isClose = rest.slice(0, 4) === answer("88", payload).slice(0, 4);
  const isLone = isClose && payload.length >= 4;
  return isLone ? parseInt(payload.slice(0, 4), 16) : `"${rest}"`;
}
