// Who comes to the room, and what is said there.

import { encodeFrame, opcodes } from "../../lessons/03-frames/frame.ts";
import { Client, outboxLimits } from "../../lessons/15-broadcast/client.ts";
import { Wire } from "./wire.ts";

/** A client of lesson 15 whose connection is a `Wire`. */
export class Guest extends Client {
  readonly name: string;
  readonly wire: Wire;

  /** Its outbox holds so many `messages`. */
  constructor(name: string, wire: Wire, messages: number) {
    super(wire, { ...outboxLimits, messages });
    this.name = name;
    this.wire = wire;
  }

  /** What pictures show of it. */
  get label(): string {
    return this.name;
  }
}

/** A frame of text; pictures show what it says. */
export type Letter = Uint8Array & { readonly label: string };

const utf8 = new TextEncoder();

export function letterOf(label: string): Letter {
  const payload = utf8.encode(label);
  const frame = encodeFrame({ opcode: opcodes.text, payload });
  return Object.assign(frame, { label });
}
