// What two runs of one program have in common: the same text for Go and for us.
//
// Addresses differ on every run, goroutines but main have no promised number,
// and the frames of a runtime are its own business. Everything else counts.

const address = /\b0x[0-9a-f]{6,}\b/g;

/** Both streams: an address is an address. */
export function normaliseText(text: string): string {
  return text.replaceAll(address, "0xADDR");
}

/**
 * Standard error: the lines before the first goroutine as they are; of each
 * goroutine its header, the innermost function of the program and who created
 * it. The first goroutine stays first, the others are sorted. What follows after
 * the goroutines, such as our drawing of a cycle, is not Go's.
 */
export function normaliseReport(text: string): string {
  const [head = "", ...blocks] = normaliseText(text)
    .split(/\n\n(?=goroutine \d+ )/)
    .map((block) => block.trimEnd());
  const [first, ...others] = blocks.map(normaliseGoroutine);
  const parts = [head, ...(first ? [first] : []), ...others.sort()];
  const report = parts.filter((part) => part !== "").join("\n\n");
  return report === "" ? "" : `${renumberLiterals(report)}\n`;
}

// Go counts every function literal of a function, we those that a report names:
// `main.main.func3` alone becomes `main.main.func1`, and two of them stay two.
function renumberLiterals(report: string): string {
  const literal = /^((?:created by )?main\..+?\.func)(\d+)/gm;
  const numbers = [...report.matchAll(literal)].map((match) =>
    Number(match[2]),
  );
  const inOrder = [...new Set(numbers)].sort((a, b) => a - b);
  return report.replace(
    literal,
    (_, name: string, number) =>
      `${name}${inOrder.indexOf(Number(number)) + 1}`,
  );
}

function normaliseGoroutine(block: string): string {
  const [header = "", ...lines] = block.split("\n\n", 1).join("").split("\n");
  const frame = lines.find((line) => line.startsWith("main."));
  const creation = lines.find((line) => line.startsWith("created by "));
  return [header, frame && withoutArguments(frame), creation]
    .filter((line) => line !== undefined)
    .map(withoutNumbers)
    .join("\n");
}

// `main.add(0xADDR, 0x7)` and `main.add()`
function withoutArguments(frame: string): string {
  return frame.replace(/\([^()]*\)$/, "(...)");
}

// `goroutine 18 [chan send, 3 minutes]:` and `created by main.f in goroutine 7`
function withoutNumbers(line: string): string {
  return line
    .replace(/, \d+ minutes(?=\]:$)/, "")
    .replace(/\bgoroutine (?!1\b)\d+/, "goroutine N");
}

const frameMark = Buffer.from("\0\0PB");
const headerBytes = 16; // the mark, 8 bytes of time, 4 of length

/**
 * What a program built with `-tags=faketime` prints: before each piece stands
 * the time of Go's virtual clock, which begins at `epoch`. Gives the lines with
 * their times, as `timeline.txt` holds them.
 */
export function readPlayback(bytes: Buffer): string {
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length;) {
    if (!bytes.subarray(at, at + 4).equals(frameMark)) {
      throw new Error(`expected a playback header at byte ${at}`);
    }
    const time = Number(bytes.readBigUInt64BE(at + 4) - epoch) / 1e6;
    const end = at + headerBytes + bytes.readUInt32BE(at + 12);
    const text = bytes.subarray(at + headerBytes, end).toString();
    pieces.push({ time, text });
    at = end;
  }
  return timeline(pieces);
}

const epoch = 1257894000_000_000_000n; // 2009-11-10 23:00:00 UTC

/** Text that was printed, and the milliseconds since the start of the program. */
export interface Piece {
  time: number;
  text: string;
}

/** Every line with the time at which it was complete: `+30ms\tgot hello`. */
export function timeline(pieces: readonly Piece[]): string {
  let line = "";
  let lines = "";
  for (const { time, text } of pieces) {
    for (const part of text.split(/(?<=\n)/)) {
      line += part;
      if (!line.endsWith("\n")) continue;
      lines += `+${time}ms\t${line}`;
      line = "";
    }
  }
  return normaliseText(lines);
}
