// A letter: one thing said in the chat, and what each kind of guest gets of it.
//
//                          a plain client gets       a page is told
//   a plain client says    the message as it is      a text, said by ""
//   a page says            the text                  a text, said by its name
//   a page comes or goes   nothing                   that it has joined or left
//
// What a plain client says may be binary; pages read "3 bytes" instead. Whose
// name is "" has none: a page cannot join with it.
//
// Always true: a frame is encoded once, and only if somebody is to get it.

import { encodeFrame, opcodes } from "../03-frames/frame.ts";
import type { Message } from "../05-connection/connection.ts";
import type { Said } from "../05-connection/wish.ts";

// #region letter
export class Letter {
  readonly #said: Said;
  readonly #message: Message | undefined;
  #page: Uint8Array | undefined;
  #plain: Uint8Array | undefined;

  /** `message` is what plain clients get, if it is for them at all. */
  constructor(said: Said, message?: Message) {
    this.#said = said;
    this.#message = message;
  }

  /** The frame for a page. */
  get page(): Uint8Array {
    return (this.#page ??= frameOf(JSON.stringify(this.#said)));
  }

  /** The frame for a plain client, or `undefined` if it gets none. */
  get plain(): Uint8Array | undefined {
    if (this.#message === undefined) return undefined;
    return (this.#plain ??= frameOf(this.#message));
  }
}
// #endregion letter

/** What a plain client says: `message`, and nobody's name. */
export function plainLetter(message: Message): Letter {
  const isText = typeof message === "string";
  const text = isText ? message : `${message.length} bytes`;
  return new Letter({ kind: "said", name: "", text }, message);
}

const utf8 = new TextEncoder();

function frameOf(message: Message): Uint8Array {
  return typeof message === "string"
    ? encodeFrame({ opcode: opcodes.text, payload: utf8.encode(message) })
    : encodeFrame({ opcode: opcodes.binary, payload: message });
}
