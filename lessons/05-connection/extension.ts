// An extension: what the two sides have agreed to do to each frame on its way
// (RFC 6455 §9). Without one, nothing.
//
// Always true:
//   - one frame goes in and one comes out, in the order of the wire, so that
//     whoever counts fragments and bytes behind it need not know of it
//   - control frames pass unchanged

import type { Frame } from "../03-frames/frame.ts";

// #region extension
/** One for each connection: it may remember what has passed. */
export interface Extension {
  /** The reserved bits that its frames may carry, as in `Frame`. */
  readonly reserved: number;
  /** What a frame says that the peer has sent. May throw a `ProtocolError`. */
  unpack(frame: Frame): Frame;
  /** The frame that says to the peer what this one does. */
  pack(frame: Frame): Frame;
}
// #endregion extension

/** A client's side of an agreement that the server may refuse. */
export interface Offer {
  /** What the client asks for: a value of `Sec-WebSocket-Extensions`. */
  readonly header: string;
  /**
   * The extension that the server's `answer` grants. Throws a `RangeError`, one
   * sentence, if it grants what was not asked for (RFC 6455 §9.1).
   */
  granted(answer: string): Extension;
}

export const noExtension: Extension = {
  reserved: 0,
  unpack: (frame) => frame,
  pack: (frame) => frame,
};
