// What the lessons take from `node:http` when they run in a browser: the phrases
// behind the numbers that a handshake is answered with (RFC 9110 §15).

export const STATUS_CODES: Record<number, string> = {
  101: "Switching Protocols",
  400: "Bad Request",
  404: "Not Found",
  405: "Method Not Allowed",
  426: "Upgrade Required",
};
