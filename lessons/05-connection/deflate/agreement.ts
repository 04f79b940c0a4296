// What the two sides agree on before they compress (RFC 7692 §7.1): for each
// direction, whether a message may refer to earlier ones (context takeover), and
// how far back (window bits).
//
//   client offers   permessage-deflate; client_max_window_bits
//   server answers  permessage-deflate; client_max_window_bits=10
//
// The offer is a wish list and the answer the agreement: it may promise more for
// the server than was asked and may ask the client for more, but only within what
// the client said it understands.

import { type Extended, readExtensions } from "./parameters.ts";

/** How one side compresses what it sends. */
export interface Direction {
  /** May a message refer to those before it? */
  takeover: boolean;
  /** It refers back 2 ** windowBits bytes at most: 8 to 15. */
  windowBits: number;
}

export interface Agreement {
  server: Direction;
  client: Direction;
}

const name = "permessage-deflate";

/** All that RFC 7692 can give: the whole window, and the context kept. */
export const most: Direction = { takeover: true, windowBits: 15 };

/** What one offer or answer says; a name that is absent says nothing. */
interface Terms {
  server_no_context_takeover?: true;
  client_no_context_takeover?: true;
  server_max_window_bits?: number;
  /** `true` says only that the client understands the word. */
  client_max_window_bits?: number | true;
}

const flags = /^(server|client)_no_context_takeover$/;
const sizes = /^(server|client)_max_window_bits$/;
const bits = /^([89]|1[0-5])$/; // no sign, no leading zero (§7.1.2)

// #region terms
/** The terms of `extension`; `undefined` if one is unknown, double or wrong. */
function readTerms(extension: Extended): Terms | undefined {
  const terms: Record<string, number | true> = {};
  if (extension.name !== name) return undefined;
  for (const [word, value] of extension.parameters) {
    const isFlag = flags.test(word) && value === true;
    const isSize = sizes.test(word) && value !== true && bits.test(value);
    const isHint = word === "client_max_window_bits" && value === true;
    if (word in terms || !(isFlag || isSize || isHint)) return undefined;
    terms[word] = value === true ? true : Number(value);
  }
  return terms;
}
// #endregion terms

// #region agree
/**
 * The server's side: what it agrees on with a client that offers `header`, of
 * its own wishes no more than can be had; or `undefined`, if no offer is one
 * that it knows.
 */
export function agree(
  header: string | undefined,
  wishes: Agreement,
): Agreement | undefined {
  const offers = readExtensions(header ?? "") ?? [];
  const terms = offers.map(readTerms).find((terms) => terms !== undefined);
  if (!terms) return undefined;
  const asked = terms.server_max_window_bits ?? most.windowBits;
  const offered = terms.client_max_window_bits;
  return {
    server: {
      takeover: wishes.server.takeover && !terms.server_no_context_takeover,
      windowBits: Math.min(wishes.server.windowBits, asked),
    },
    client: {
      takeover: wishes.client.takeover && !terms.client_no_context_takeover,
      // A client that does not know the word cannot be asked (§7.1.2.2).
      windowBits: Math.min(
        offered === undefined ? most.windowBits : wishes.client.windowBits,
        offered === true ? most.windowBits : (offered ?? most.windowBits),
      ),
    },
  };
}
// #endregion agree

/**
 * An agreement as a header says it.
 *
 * ```ts
 * describe({ server: { takeover: false, windowBits: 15 }, client: most }) // => "permessage-deflate; server_no_context_takeover"
 * ```
 */
export function describe(agreement: Agreement): string {
  const { server, client } = agreement;
  const words = Object.entries({ server, client }).flatMap(([side, its]) => [
    ...(its.takeover ? [] : [`${side}_no_context_takeover`]),
    ...(its.windowBits < most.windowBits
      ? [`${side}_max_window_bits=${its.windowBits}`]
      : []),
  ]);
  return [name, ...words].join("; ");
}

/** What a client asks for that has these wishes (§7.1). */
export function describeOffer(wishes: Agreement): string {
  const offer = describe(wishes);
  const isSaid = wishes.client.windowBits < most.windowBits;
  return isSaid ? offer : `${offer}; client_max_window_bits`;
}

// #region granted
/**
 * The client's side: the agreement in a server's `answer` to `wishes`. Throws a
 * `RangeError` if the answer grants what was not asked for or denies what was
 * (§7.1): then the two would not mean the same bytes.
 */
export function readAnswer(answer: string, wishes: Agreement): Agreement {
  const [extension, ...others] = readExtensions(answer) ?? [];
  const terms = extension && readTerms(extension);
  const serverBits = terms?.server_max_window_bits ?? most.windowBits;
  const clientBits = terms?.client_max_window_bits ?? most.windowBits;
  const isKept =
    terms &&
    others.length === 0 &&
    clientBits !== true &&
    serverBits <= wishes.server.windowBits &&
    (wishes.server.takeover || terms.server_no_context_takeover);
  if (!isKept) {
    const expected = `an answer to "${describeOffer(wishes)}"`;
    throw new RangeError(`expected ${expected}, got "${answer}"`);
  }
  const { client } = wishes;
  const isFree = client.takeover && !terms.client_no_context_takeover;
  return {
    server: {
      takeover: !terms.server_no_context_takeover,
      windowBits: serverBits,
    },
    client: {
      takeover: isFree,
      windowBits: Math.min(client.windowBits, clientBits),
    },
  };
}
// #endregion granted
