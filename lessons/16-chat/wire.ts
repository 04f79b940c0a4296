// The two wires, and the words that choose one.

import { type Accept, acceptConnection } from "../05-connection/websocket.ts";
import { acceptWs } from "../14-pump/ws.ts";

// #region wires
/** `own` is the wire of lessons 2 to 5, `ws` that of the package. */
export const wires = {
  own: acceptConnection,
  ws: acceptWs,
} as const satisfies Record<string, Accept>;
// #endregion wires

export type Wire = keyof typeof wires;

/**
 * The wire that the `words` of a command line choose, and the words that are
 * left. Without `--wire` it is `own`. Throws a `RangeError`, one sentence, for
 * any other wire, any other option, and a wire
 * without its option.
 *
 * ```ts
 * takeWire(["--wire", "ws", "guests"]) // => { wire: "ws", others: ["guests"] }
 * ```
 */
export function takeWire(words: readonly string[]): {
  wire: Wire;
  others: string[];
} {
  const others = words.flatMap((word) => word.split(/(?<=^--wire)=/));
  const at = others.findIndex((word) => word.startsWith("-"));
  const lost = others.find(isWire); // npm has kept the option before it
  if (at < 0 && lost) {
    const expected = `expected -- --wire ${lost}, with two dashes for npm`;
    throw new RangeError(`${expected}, got "${words.join(" ")}"`);
  }
  if (at < 0) return { wire: "own", others };
  const [option, name = ""] = others.splice(at, 2);
  const isKnown = option === "--wire" && isWire(name);
  const hasMore = others.some((word) => word.startsWith("-"));
  if (isKnown && !hasMore) return { wire: name, others };
  throw new RangeError(
    `expected --wire own or --wire ws, got "${words.join(" ")}"`,
  );
}

function isWire(word: string): word is Wire {
  return Object.hasOwn(wires, word);
}
