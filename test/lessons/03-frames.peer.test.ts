import { describe, expect, test } from "vitest";
import * as ws from "ws";
import {
  encodeFrame,
  type Opcode,
  opcodes,
} from "../../lessons/03-frames/frame.ts";
import {
  client,
  counting,
  decode,
  fromHex,
  join,
  line,
  mask,
  server,
  utf8,
} from "./03-frames.bytes.ts";

// Both are exported by ws and left out of its types.
interface FrameOptions {
  fin: boolean;
  opcode: number;
  mask: boolean;
  readOnly: boolean;
  rsv1: boolean;
}
const { Sender, Receiver } = ws as unknown as {
  Sender: { frame: (data: Buffer, options: FrameOptions) => Buffer[] };
  Receiver: new (options: { isServer: boolean }) => NodeJS.WritableStream;
};

const { text, binary, ping, pong, close } = opcodes;
const sent = { fin: true, reserved: 0, opcode: binary };
const lengths = [0, 1, 125, 126, 127, 65535, 65536, 1 << 20];

function wsFrame(opcode: Opcode, data: Uint8Array, mask: boolean): Uint8Array {
  const options = { fin: true, opcode, mask, readOnly: true, rsv1: false };
  return join(Sender.frame(Buffer.from(data), options));
}

/** What the receiver of ws makes of `bytes`, event by event. */
async function wsReceives(
  isServer: boolean,
  bytes: Uint8Array,
): Promise<[string, ...unknown[]][]> {
  const receiver = new Receiver({ isServer });
  const events: [string, ...unknown[]][] = [];
  for (const name of ["message", "ping", "pong", "conclude", "error"]) {
    receiver.on(name, (...words: unknown[]) => events.push([name, ...words]));
  }
  await new Promise<void>((resolve) => {
    receiver.write(Buffer.from(bytes), () => resolve());
  });
  return events;
}

describe("what ws sends, our decoder takes", () => {
  test.each(lengths)("%i bytes from its client", (length) => {
    const payload = counting(length);

    const found = decode(server, wsFrame(binary, payload, true));

    expect(found.map(line)).toEqual([line({ ...sent, payload })]);
  });

  test.each(lengths)("%i bytes from its server", (length) => {
    const payload = counting(length);

    const found = decode(client, wsFrame(binary, payload, false));

    expect(found.map(line)).toEqual([line({ ...sent, payload })]);
  });
});

describe("what we encode, ws takes", () => {
  test.each(lengths)("%i bytes to its server", async (length) => {
    const payload = counting(length);

    const events = await wsReceives(
      true,
      encodeFrame({ opcode: binary, payload }, mask),
    );

    expect(events).toHaveLength(1);
    expect(events[0]?.[0]).toBe("message");
    expect(Buffer.compare(events[0]?.[1] as Buffer, payload)).toBe(0);
  });

  test.each(lengths)("%i bytes to its client", async (length) => {
    const payload = counting(length);

    const events = await wsReceives(
      false,
      encodeFrame({ opcode: binary, payload }),
    );

    expect(events).toHaveLength(1);
    expect(Buffer.compare(events[0]?.[1] as Buffer, payload)).toBe(0);
  });

  test("a text in two fragments around a ping, a pong and a close", async () => {
    const bytes = join([
      encodeFrame({ fin: false, opcode: text, payload: utf8("Hel") }, mask),
      encodeFrame({ opcode: ping, payload: utf8("?") }, mask),
      encodeFrame({ opcode: 0, payload: utf8("lo") }, mask),
      encodeFrame({ opcode: pong, payload: utf8("!") }, mask),
      encodeFrame({ opcode: close, payload: fromHex("03 e8") }, mask),
    ]);

    const events = await wsReceives(true, bytes);

    expect(events).toEqual([
      ["ping", Buffer.from("?")],
      ["message", Buffer.from("Hello"), false],
      ["pong", Buffer.from("!")],
      ["conclude", 1000, Buffer.alloc(0)],
    ]);
  });
});

describe("our encoder and the one of ws make the same bytes", () => {
  test.each(lengths)("for %i bytes from a server", (length) => {
    const payload = counting(length);

    const ours = encodeFrame({ opcode: binary, payload });

    expect(Buffer.compare(ours, wsFrame(binary, payload, false))).toBe(0);
  });
});
