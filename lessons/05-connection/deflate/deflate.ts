// permessage-deflate (RFC 7692): each message is compressed on its own, or with
// the messages before it as a dictionary.
//
//   message   {"kind":"said","name":"bob","text":"hi"}      plain, as told to us
//   context   …{"kind":"said","name":"ann","text":"hello"}  the last 2^bits bytes
//   packed    «26 bytes from 42 back» bob «17 from 42» hi «2 from …»
//
// Always true:
//   - both sides of a direction remember the same bytes, or none: the plain text
//     of its messages, at most 2 ** windowBits bytes of it
//   - nothing is kept between messages but that text: no compressor waits in
//     memory, and zlib is called for one message at a time
//   - no message unpacks to more than `maxMessageBytes`: a bomb is stopped there
//   - of a message in fragments only the last has a payload once it is unpacked,
//     so that the assembler behind counts them as they came
//
// RFC 7692 §7.2.1: each message ends in an empty block, of which the last four
// bytes, always the same, are not sent.

import {
  constants,
  deflateRawSync,
  inflateRawSync,
  type ZlibOptions,
} from "node:zlib";
import {
  type Frame,
  isControl,
  opcodes,
  ProtocolError,
} from "../../03-frames/frame.ts";
import { GatheredBytes } from "../../04-messages/gather.ts";
import type { Extension } from "../extension.ts";
import type { Direction } from "./agreement.ts";
import { Context } from "./context.ts";

const rsv1 = 0b100; // "this message is packed" (§6)

const nothing = new Uint8Array(0);
const tail = Uint8Array.of(0x00, 0x00, 0xff, 0xff);
// An empty block that is the last one. What does not run into it is cut short.
const lastBlock = Uint8Array.of(0x01, 0x00, 0x00, 0xff, 0xff);

// What may be left when a sender has marked a block of its own as the last: the
// byte that it adds for us (§7.2.3.4), and what we have added.
const mostLeftBytes = 1 + tail.length + lastBlock.length;

const letterBytes = 1024;
const growthBytes = 8; // a block that is stored as it is costs five

export interface DeflateOptions {
  /** How we compress, and how our peer does. */
  ours: Direction;
  theirs: Direction;
  /** Bytes that a message of the peer may unpack to. */
  maxMessageBytes: number;
}

export class Deflate implements Extension {
  readonly reserved = rsv1;
  readonly #ours: Context;
  readonly #theirs: Context;
  readonly #maxMessageBytes: number;
  #packed: GatheredBytes | undefined; // of an open message that is packed
  #packedBytes = 0;

  constructor({ ours, theirs, maxMessageBytes }: DeflateOptions) {
    this.#ours = new Context(ours);
    this.#theirs = new Context(theirs);
    this.#maxMessageBytes = maxMessageBytes;
  }

  // #region pack
  pack(frame: Frame): Frame {
    if (isControl(frame.opcode)) return frame;
    const { payload } = frame;
    const blocks = deflateRawSync(payload, {
      ...this.#ours.options(),
      finishFlush: constants.Z_SYNC_FLUSH,
    });
    const packed = blocks.subarray(0, -tail.length);
    if (packed.length >= payload.length + this.#mayGrowBy(payload))
      return frame;
    this.#ours.remember(payload);
    return { ...frame, reserved: rsv1, payload: packed };
  }

  // Noise is sent plain (§6), and nobody remembers it. A short letter may grow by
  // a byte or two for once: the next one like it will be small.
  #mayGrowBy({ length }: Uint8Array): number {
    const isLetter = this.#ours.isKept && length > 0 && length <= letterBytes;
    return isLetter ? growthBytes : 0;
  }
  // #endregion pack

  // #region unpack
  unpack(frame: Frame): Frame {
    const { opcode, reserved } = frame;
    const isFirst = !isControl(opcode) && opcode !== opcodes.continuation;
    if (reserved && !isFirst) throw misplaced();
    if (isControl(opcode)) return frame;
    if (isFirst) this.#begin(reserved !== 0);
    if (!this.#packed) return frame;

    this.#add(this.#packed, frame.payload);
    if (!frame.fin) return { ...frame, reserved: 0, payload: nothing };
    const payload = this.#inflate(this.#packed.finish());
    this.#packed = undefined;
    return { ...frame, reserved: 0, payload };
  }
  // #endregion unpack

  #begin(isPacked: boolean): void {
    this.#packed = isPacked ? new GatheredBytes() : undefined;
    this.#packedBytes = 0;
  }

  #add(packed: GatheredBytes, bytes: Uint8Array): void {
    this.#packedBytes += bytes.length;
    if (this.#packedBytes > this.#maxMessageBytes) throw this.#tooLarge();
    packed.add(bytes);
  }

  // #region inflate
  #inflate(packed: Uint8Array): Uint8Array {
    const blocks = Buffer.concat([packed, tail, lastBlock]);
    const { payload, readBytes } = this.#inflateBlocks(blocks);
    if (blocks.length - readBytes > mostLeftBytes)
      throw broken("more behind the last block");
    this.#theirs.remember(payload);
    return payload;
  }

  #inflateBlocks(blocks: Uint8Array): Inflated {
    try {
      return inflate(blocks, {
        ...this.#theirs.options(),
        // zlib wants room for a byte. The assembler behind sees one too many.
        maxOutputLength: Math.max(1, this.#maxMessageBytes),
      });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === "ERR_BUFFER_TOO_LARGE") throw this.#tooLarge();
      throw broken(message);
    }
  }
  // #endregion inflate

  #tooLarge(): ProtocolError {
    const limit = this.#maxMessageBytes;
    return new ProtocolError(
      "MESSAGE_TOO_LARGE",
      `expected a message of at most ${limit} bytes, packed and unpacked`,
      1009,
    );
  }
}

interface Inflated {
  payload: Uint8Array;
  /** How many of the bytes it has read: all, if no block before was the last. */
  readBytes: number;
}

function inflate(blocks: Uint8Array, options: ZlibOptions): Inflated {
  // With `info` Node returns more than its type says.
  const { buffer, engine } = inflateRawSync(blocks, {
    ...options,
    info: true,
  }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
  const payload = new Uint8Array(
    buffer.buffer,
    buffer.byteOffset,
    buffer.length,
  );
  return { payload, readBytes: engine.bytesWritten };
}

function misplaced(): ProtocolError {
  return new ProtocolError(
    "DEFLATE_MISPLACED",
    "expected the bit of a packed message on its first frame only",
    1002,
  );
}

function broken(got: string): ProtocolError {
  return new ProtocolError(
    "DEFLATE_BROKEN",
    `expected a message packed by deflate, got ${got}`,
    1007,
  );
}
