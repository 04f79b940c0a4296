// UTF-8 as RFC 3629 §4 writes it down, for a string with a character for a byte.

const [one, tail] = ["[\\x00-\\x7f]", "[\\x80-\\xbf]"];
const two = `[\\xc2-\\xdf]${tail}`;
const three = [
  `\\xe0[\\xa0-\\xbf]${tail}`,
  `[\\xe1-\\xec]${tail}${tail}`,
  `\\xed[\\x80-\\x9f]${tail}`,
  `[\\xee\\xef]${tail}${tail}`,
];
const four = [
  `\\xf0[\\x90-\\xbf]${tail}${tail}`,
  `[\\xf1-\\xf3]${tail}${tail}${tail}`,
  `\\xf4[\\x80-\\x8f]${tail}${tail}`,
];
const whole = `(?:${[one, two, ...three, ...four].join("|")})*`;
const half = [
  "[\\xc2-\\xdf]",
  "\\xe0[\\xa0-\\xbf]?",
  `[\\xe1-\\xec\\xee\\xef]${tail}?`,
  "\\xed[\\x80-\\x9f]?",
  `\\xf0(?:[\\x90-\\xbf]${tail}?)?`,
  `[\\xf1-\\xf3](?:${tail}${tail}?)?`,
  `\\xf4(?:[\\x80-\\x8f]${tail}?)?`,
];
/** Is it UTF-8? */
export const wholeUtf8 = new RegExp(`^${whole}$`);
/** Can it become UTF-8? */
export const beginningOfUtf8 = new RegExp(`^${whole}(?:${half.join("|")})?$`);
