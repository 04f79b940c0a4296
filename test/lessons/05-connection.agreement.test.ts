import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  agree,
  type Agreement,
  describe as describeAgreement,
  describeOffer,
  type Direction,
  most,
  readAnswer,
} from "../../lessons/05-connection/deflate/agreement.ts";
import { readExtensions } from "../../lessons/05-connection/deflate/parameters.ts";

const everything: Agreement = { server: most, client: most };
const small: Direction = { takeover: true, windowBits: 10 };
const forgetful: Direction = { takeover: false, windowBits: 15 };

/** The server's answer to `offer`, or `undefined` if it does not compress. */
function answer(offer: string, wishes = everything): string | undefined {
  const agreed = agree(offer, wishes);
  return agreed && describeAgreement(agreed);
}

describe("the header of extensions (RFC 6455 §9.1)", () => {
  test.each([
    ["x", [{ name: "x", parameters: [] }]],
    ["x;a", [{ name: "x", parameters: [["a", true]] }]],
    [' x ; a = "1" ', [{ name: "x", parameters: [["a", "1"]] }]],
    [
      "x; a=1; b, y",
      [
        {
          name: "x",
          parameters: [
            ["a", "1"],
            ["b", true],
          ],
        },
        { name: "y", parameters: [] },
      ],
    ],
  ])("%s is read", (header, expected) => {
    expect(readExtensions(header)).toEqual(expected);
  });

  test.each([
    "",
    ",",
    "x,",
    "x;",
    "x;;a",
    "x=1",
    'x; a="1',
    "x; a=",
    "x y",
    "é",
  ])("%s is none", (header) => {
    expect(readExtensions(header)).toBeUndefined();
  });

  test("of any length is read in time", () => {
    const header = "x; a".repeat(20_000);
    const start = performance.now();

    readExtensions(header);

    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe("a server agrees (RFC 7692 §7.1)", () => {
  test.each([
    ["permessage-deflate", "permessage-deflate"],
    ["permessage-deflate; client_max_window_bits", "permessage-deflate"],
    [
      "permessage-deflate; server_no_context_takeover",
      "permessage-deflate; server_no_context_takeover",
    ],
    [
      "permessage-deflate; client_no_context_takeover",
      "permessage-deflate; client_no_context_takeover",
    ],
    [
      "permessage-deflate; server_max_window_bits=10",
      "permessage-deflate; server_max_window_bits=10",
    ],
    [
      'permessage-deflate; server_max_window_bits="9"',
      "permessage-deflate; server_max_window_bits=9",
    ],
    [
      "permessage-deflate; client_max_window_bits=12",
      "permessage-deflate; client_max_window_bits=12",
    ],
    ["x-webkit-deflate-frame, permessage-deflate", "permessage-deflate"],
    [
      "permessage-deflate; server_max_window_bits=7, permessage-deflate",
      "permessage-deflate",
    ],
  ])("on %s", (offer, expected) => {
    expect(answer(offer)).toBe(expected);
  });

  test("on a smaller window of the client only if it knows the word", () => {
    const wishes = { server: most, client: small };

    expect(answer("permessage-deflate", wishes)).toBe("permessage-deflate");
    expect(answer("permessage-deflate; client_max_window_bits", wishes)).toBe(
      "permessage-deflate; client_max_window_bits=10",
    );
  });

  test("on less than was offered, if it wishes less", () => {
    const wishes = { server: { ...small, takeover: false }, client: forgetful };

    expect(answer("permessage-deflate", wishes)).toBe(
      "permessage-deflate; server_no_context_takeover; server_max_window_bits=10; client_no_context_takeover",
    );
  });
});

describe("a server does without (§7)", () => {
  test.each([
    "",
    "permessage-bzip2",
    "permessage-deflate; unknown",
    "permessage-deflate; server_no_context_takeover=1",
    "permessage-deflate; server_max_window_bits",
    "permessage-deflate; server_max_window_bits=7",
    "permessage-deflate; server_max_window_bits=16",
    "permessage-deflate; server_max_window_bits=08",
    "permessage-deflate; client_max_window_bits=0",
    "permessage-deflate; client_max_window_bits=",
    "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
    "permessage-deflate; constructor",
    "permessage-deflate; __proto__",
  ])("%s", (offer) => {
    expect(answer(offer)).toBeUndefined();
  });
});

describe("a client takes (§7.1)", () => {
  test.each([
    ["permessage-deflate", everything, everything],
    [
      "permessage-deflate; server_no_context_takeover",
      everything,
      { server: forgetful, client: most },
    ],
    [
      "permessage-deflate; client_max_window_bits=10",
      everything,
      { server: most, client: small },
    ],
    [
      "permessage-deflate; server_max_window_bits=8",
      { server: small, client: most },
      { server: { takeover: true, windowBits: 8 }, client: most },
    ],
  ])("%s", (header, wishes, expected) => {
    expect(readAnswer(header, wishes)).toEqual(expected);
  });
});

describe("a client refuses", () => {
  test.each([
    ["an extension of another name", "x", everything],
    ["two of them", "permessage-deflate, permessage-deflate", everything],
    ["a word it does not know", "permessage-deflate; x", everything],
    [
      "a window without a size",
      "permessage-deflate; client_max_window_bits",
      everything,
    ],
    [
      "a larger window than it wished",
      "permessage-deflate",
      { server: small, client: most },
    ],
    [
      "a context that it did not want kept",
      "permessage-deflate",
      { server: forgetful, client: most },
    ],
    ["nonsense", "permessage-deflate;", everything],
  ])("%s", (_what, header, wishes) => {
    expect(() => readAnswer(header, wishes)).toThrow(/^expected an answer to/);
  });
});

test("a client and a server agree on the same, whatever they wish", () => {
  const direction = fc.record({
    takeover: fc.boolean(),
    windowBits: fc.integer({ min: 8, max: 15 }),
  });
  const wishes = fc.record({ server: direction, client: direction });
  const property = fc.property(wishes, wishes, (client, server) => {
    const agreed = agree(describeOffer(client), server);

    expect(agreed).toBeDefined();
    if (!agreed) return;
    const read = readAnswer(describeAgreement(agreed), client);

    expect(read.server).toEqual(agreed.server);
    expect(read.client.takeover || !agreed.client.takeover).toBe(true);
    expect(read.client.windowBits).toBeLessThanOrEqual(
      agreed.client.windowBits,
    );
    expect(read.client.takeover && !agreed.client.takeover).toBe(false);
  });

  fc.assert(property, { seed: 7692 });
});
