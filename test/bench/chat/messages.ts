// The messages of the benchmark, and how a receiver knows that one is whole.
//
//   00000042 qrstuvwxyzabcdef…     eight digits count, 92 letters differ from
//   └ which ┘└── letters ──┘       one message to the next: 100 bytes
//
// A receiver looks at millions of them a second. So it makes no string of one, and
// compares a hash of the letters with one of those that were made beforehand.

export const messageBytes = 100;
const digits = 8;
const letters = messageBytes - digits;
const alphabet = "abcdefghijklmnopqrstuvwxyz";
const kinds = alphabet.length;

/** Message `number`. */
export function write(number: number): string {
  return String(number).padStart(digits, "0") + lettersOf(number % kinds);
}

function lettersOf(kind: number): string {
  return alphabet.repeat(5).slice(kind, kind + letters);
}

const hashes = Int32Array.from({ length: kinds }, (_, kind) => {
  const bytes = new TextEncoder().encode(lettersOf(kind));
  return hash(new DataView(bytes.buffer), 0);
});

/** The number of the message at `at`, or -1 where a byte of it is wrong. */
export function read(view: DataView, at: number): number {
  let number = 0;
  for (let i = 0; i < digits; i++) {
    const digit = view.getUint8(at + i) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return hash(view, at + digits) === hashes[number % kinds] ? number : -1;
}

/** Of the letters at `at`, four at a time: every byte of them counts. */
function hash(view: DataView, at: number): number {
  let sum = 0;
  for (let i = 0; i < letters; i += 4) {
    sum = (Math.imul(sum, 31) + view.getInt32(at + i)) | 0;
  }
  return sum;
}
