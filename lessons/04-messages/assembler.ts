// The assembler: frames go in, messages come out (RFC 6455 §5.4).
//
//   text "hé"       ping       continuation "llo"     frames, as they arrive
//       │            │                 │
//    nothing yet    ping       message "héllo"        what comes of each
//
// Always true between calls:
//   - an open message is one whose last fragment has not come; there is at
//     most one, because fragments of two messages may not be mixed (§5.4)
//   - it holds at most `maxMessageBytes` in at most `maxFragments` fragments
//   - it holds copies: no frame, and no chunk of a socket, is kept alive by it
//   - open text is valid so far; at most three bytes of a code point that was
//     cut in two wait for the rest
//
// `reserved` is not read here: an extension turns its frames into plain ones
// before they come, so that text and limits are checked on what it unpacked.

import { type Frame, opcodes, ProtocolError } from "../03-frames/frame.ts";
import { decodeClose } from "./close.ts";
import { decodeText, GatheredBytes, GatheredText } from "./gather.ts";

/**
 * A text message is a string, a binary one its bytes. Bytes that came in one
 * frame are that frame's payload, not a copy of it.
 */
export type Message = string | Uint8Array;

/** What a frame completes: a message, or itself if it is a control frame. */
export type Arrival =
  | { kind: "message"; message: Message }
  | { kind: "ping" | "pong"; payload: Uint8Array }
  | { kind: "close"; code: number | undefined; reason: string };

export interface MessageLimits {
  /** Bytes of payload in one message, all its fragments together. */
  maxMessageBytes: number;
  /** Frames in one message: each costs time, even if it is empty. */
  maxFragments: number;
}

/** One message with fragments to come. */
interface OpenMessage {
  readonly parts: GatheredText | GatheredBytes;
  bytes: number;
  fragments: number;
}

/**
 * Puts the frames of one direction of one connection together, in the order
 * they arrive. After an error it is of no more use: the connection has failed
 * (RFC 6455 §7.1.7).
 */
export class MessageAssembler {
  readonly #limits: MessageLimits;
  #open: OpenMessage | undefined;

  constructor(limits: MessageLimits) {
    this.#limits = limits;
  }

  /**
   * What `frame` completes, or `undefined` if its message goes on.
   *
   * Throws a `ProtocolError`: 1002 for a fragment out of place (§5.4) or a
   * malformed close (§5.5.1, §7.4), 1007 for text that is not UTF-8, as soon
   * as a byte shows it (§8.1), 1008 for too many fragments, 1009 for too many
   * bytes (§10.4).
   */
  // #region add
  add(frame: Frame): Arrival | undefined {
    switch (frame.opcode) {
      case opcodes.ping:
        return { kind: "ping", payload: frame.payload };
      case opcodes.pong:
        return { kind: "pong", payload: frame.payload };
      case opcodes.close:
        return { kind: "close", ...decodeClose(frame.payload) };
      case opcodes.text:
      case opcodes.binary:
        return this.#start(frame);
      case opcodes.continuation:
        return this.#continue(frame);
    }
  }
  // #endregion add

  // #region start
  #start(frame: Frame): Arrival | undefined {
    if (this.#open) throw interrupted();
    const isText = frame.opcode === opcodes.text;
    // Most messages come in one frame: nothing is gathered, nothing is copied.
    if (frame.fin) {
      this.#check(frame.payload.length, 1);
      return arrived(isText ? decodeText(frame.payload) : frame.payload);
    }
    const parts = isText ? new GatheredText() : new GatheredBytes();
    this.#open = { parts, bytes: 0, fragments: 0 };
    return this.#continue(frame);
  }
  // #endregion start

  // #region continue
  #continue(frame: Frame): Arrival | undefined {
    const open = this.#open;
    if (!open) throw notStarted();
    open.bytes += frame.payload.length;
    open.fragments += 1;
    // Before anything is kept: a limit that is checked later is no limit.
    this.#check(open.bytes, open.fragments);
    open.parts.add(frame.payload);
    if (!frame.fin) return undefined;
    this.#open = undefined;
    return arrived(open.parts.finish());
  }
  // #endregion continue

  #check(bytes: number, fragments: number): void {
    const { maxMessageBytes, maxFragments } = this.#limits;
    if (bytes > maxMessageBytes) {
      throw new ProtocolError(
        "MESSAGE_TOO_LARGE", // §10.4
        `expected a message of at most ${maxMessageBytes} bytes, got ${bytes}`,
        1009,
      );
    }
    if (fragments > maxFragments) {
      throw new ProtocolError(
        "TOO_MANY_FRAGMENTS", // §10.4
        `expected a message of at most ${maxFragments} fragments, got one more`,
        1008,
      );
    }
  }
}

function arrived(message: Message): Arrival {
  return { kind: "message", message };
}

function interrupted(): ProtocolError {
  return new ProtocolError(
    "MESSAGE_INTERRUPTED", // §5.4
    "expected a continuation of the open message, got a new message",
    1002,
  );
}

function notStarted(): ProtocolError {
  return new ProtocolError(
    "NOTHING_TO_CONTINUE", // §5.4
    "expected a new message, got a continuation of none",
    1002,
  );
}
