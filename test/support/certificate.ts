// A certificate for localhost that nobody signed but its own key: just enough of
// X.509 (RFC 5280 §4.1) in DER (X.690) for a test of wss.

import { createHash, generateKeyPairSync, sign } from "node:crypto";

const tags = { integer: 0x02, bits: 0x03, oid: 0x06, utf8: 0x0c } as const;
const sequence = 0x30;
const set = 0x31;

const commonName = "550403";
const subjectAltName = "551d11";
const ecdsaWithSha256 = "2a8648ce3d040302";

/** A new key and its certificate, both in PEM, valid until 2049. */
export function selfSigned(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
  });
  const subject = publicKey.export({ type: "spki", format: "der" });
  const algorithm = der(sequence, oid(ecdsaWithSha256));
  const facts = factsOf(subject, algorithm);
  const signature = sign("sha256", facts, privateKey);
  const bytes = der(sequence, facts, algorithm, bits(signature));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${bytes.toString("base64")}\n-----END CERTIFICATE-----\n`,
  };
}

function factsOf(subject: Buffer, algorithm: Buffer): Buffer {
  const host = Buffer.from("localhost");
  const name = der(
    sequence,
    der(set, der(sequence, oid(commonName), der(tags.utf8, host))),
  );
  const serial = createHash("sha256").update(subject).digest().subarray(0, 8);
  serial.writeUInt8((serial.readUInt8() & 0x3f) | 0x40); // positive, minimal
  const names = der(0x04, der(sequence, der(0x82, host)));
  const extension = der(sequence, oid(subjectAltName), names);
  return der(
    sequence,
    der(0xa0, der(tags.integer, Buffer.of(2))), // version 3
    der(tags.integer, serial),
    algorithm,
    name,
    der(sequence, time("200101000000Z"), time("491231235959Z")),
    name,
    subject,
    der(0xa3, der(sequence, extension)),
  );
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  // The shortest form that fits (X.690 §10.1): a browser takes no other.
  const size =
    length < 0x100
      ? Buffer.of(0x81, length)
      : Buffer.of(0x82, length >> 8, length & 0xff);
  return Buffer.concat([Buffer.of(tag), size, content]);
}

function oid(hex: string): Buffer {
  return der(tags.oid, Buffer.from(hex, "hex"));
}

function bits(bytes: Buffer): Buffer {
  return der(tags.bits, Buffer.of(0), bytes);
}

function time(text: string): Buffer {
  return der(0x17, Buffer.from(text));
}
