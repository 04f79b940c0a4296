// One frame at the beginning of a string of bytes, read as RFC 6455 §5.2 draws it:
// bits are characters here, and lengths big integers.

export type Role = "client" | "server";

/** Whom the bytes are sent to, and what it allows. */
export interface Rules {
  role: Role;
  maxMessageBytes: number;
  maxFragments: number;
  /** It says goodbye, with 1000, when it hears this message; 0: never. */
  goodbyeAt: number;
}

export interface Header {
  isLast: boolean;
  opcode: number;
  bytes: Buffer; // the payload, unmasked
  rest: Buffer;
}

const known = [0, 1, 2, 8, 9, 10];

/** The first frame; a close code, if it must not be; nothing, if it goes on. */
export function readFrame(
  sent: Buffer,
  rules: Rules,
): Header | number | undefined {
  const bits = [...sent.subarray(0, 2)]
    .map((byte) => byte.toString(2).padStart(8, "0"))
    .join("");
  const opcode = parseInt(bits.slice(4, 8), 2);
  const isControl = bits[4] === "1";

  if (bits.length < 8) return undefined;
  if (bits.slice(1, 4) !== "000") return 1002; // §5.2: reserved bits
  if (!known.includes(opcode)) return 1002; // §5.2: no such opcode
  if (isControl && bits[0] === "0") return 1002; // §5.5: a fragment

  if (bits.length < 16) return undefined;
  if ((bits[8] === "1") !== (rules.role === "server")) return 1002; // §5.1
  const short = parseInt(bits.slice(9), 2);
  if (isControl && short > 125) return 1002; // §5.5: too long

  const maskAt = short === 127 ? 10 : short === 126 ? 4 : 2;
  const payloadAt = maskAt + (rules.role === "server" ? 4 : 0);
  if (sent.length < maskAt) return undefined;
  const digits = sent.subarray(2, maskAt).toString("hex");
  const length = BigInt(digits === "" ? short : `0x${digits}`);
  if (length > 0x7fff_ffff_ffff_ffffn) return 1002; // §5.2: the top bit
  if (maskAt === 4 && length <= 125n) return 1002; // §5.2: not minimal
  if (maskAt === 10 && length <= 0xffffn) return 1002;
  if (!isControl && length > BigInt(rules.maxMessageBytes)) return 1009;

  if (sent.length < payloadAt) return undefined;
  const end = payloadAt + Number(length);
  if (sent.length < end) return undefined;
  const mask = sent.subarray(maskAt, payloadAt);
  const bytes = Buffer.from(sent.subarray(payloadAt, end));
  if (mask.length > 0)
    bytes.forEach((byte, at) => (bytes[at] = byte ^ Number(mask[at % 4])));
  return { isLast: bits[0] === "1", opcode, bytes, rest: sent.subarray(end) };
}
