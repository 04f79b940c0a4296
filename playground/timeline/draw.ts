// A timeline as a picture that stands on a page: time goes down, each goroutine
// has a column. Nothing is told by colour alone: who runs is a bar, who could run a
// line, who waits a broken line with the reason beside it.

import { rowsOf, ticksOf } from "./rows.ts";
import type { Arrow, Lane, Mark, Span, Timeline } from "./timeline.ts";

const rowHeight = 22;
const columnWidth = 170;
const margin = 40; // for what is said of the last column
const firstRow = 44;
const firstColumn = 64;
const ink = "#1f2430";
const pale = "#5c6b8a";
const red = "#a3341a";

// A word that lies across a line can be read all the same.
const halo = `paint-order="stroke" stroke="#ffffff" stroke-width="4"`;

const strokes: Readonly<Record<Span["kind"], string>> = {
  running: `stroke="${ink}" stroke-width="7"`,
  ready: `stroke="${pale}" stroke-width="2"`,
  waiting: `stroke="${pale}" stroke-width="2" stroke-dasharray="3 4"`,
  sleeping: `stroke="${pale}" stroke-width="2" stroke-dasharray="1 6"`,
  abroad: `stroke="${pale}" stroke-width="2" stroke-dasharray="8 4"`,
};

// #region draw
/** The picture as SVG; `title` says what it shows to whoever cannot see it. */
export function drawTimeline(timeline: Timeline, title: string): string {
  const sheet = new Sheet(timeline);
  const { width, height } = sheet;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="12" fill="${ink}" role="img">`,
    `<title>${escape(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="#ffffff"/>`,
    ...sheet.ticks(),
    ...timeline.lanes.flatMap((lane) => sheet.lane(lane)),
    ...timeline.arrows.map((arrow) => sheet.arrow(arrow)),
    ...timeline.marks.map((mark) => sheet.mark(mark)),
    "</svg>",
    "",
  ].join("\n");
}
// #endregion draw

class Sheet {
  readonly width: number;
  readonly height: number;
  readonly #rows: number[];
  readonly #columns: ReadonlyMap<number, number>;
  readonly #timeline: Timeline;

  constructor(timeline: Timeline) {
    const { lanes } = timeline;
    this.#timeline = timeline;
    this.#rows = rowsOf(timeline);
    this.#columns = new Map(lanes.map(({ id }, index) => [id, index]));
    this.width = firstColumn + lanes.length * columnWidth + margin;
    this.height = firstRow + ((this.#rows.at(-1) ?? 0) + 1) * rowHeight;
  }

  #x(lane: number): number {
    return firstColumn + (this.#columns.get(lane) ?? 0) * columnWidth;
  }

  #y(position: number): number {
    return firstRow + (this.#rows[position] ?? 0) * rowHeight;
  }

  /** Milliseconds on the clock, where they change. */
  ticks(): string[] {
    const ticks = ticksOf(this.#timeline);
    if (ticks.length === 1) return []; // nothing takes any time
    return ticks.map(
      ({ row, time }) =>
        `<text x="8" y="${firstRow + row * rowHeight + 4}" fill="${pale}">${time} ms</text>`,
    );
  }

  lane({ id, name, spans, error }: Lane): string[] {
    const x = this.#x(id);
    const title = name === "" ? `goroutine ${id}` : name;
    const end = spans.at(-1)?.to ?? 0;
    return [
      `<text x="${x - 8}" y="24" font-weight="600">${escape(title)}</text>`,
      ...spans.flatMap((span) => this.#span(x, span)),
      ...(error === undefined ? [] : [this.#label(x, end, `panic: ${error}`)]),
    ];
  }

  #span(x: number, { kind, from, to, reason, on }: Span): string[] {
    const [top, bottom] = [this.#y(from), this.#y(to)];
    if (top === bottom) return [];
    const line = `<line x1="${x}" x2="${x}" y1="${top}" y2="${bottom}" ${strokes[kind]}/>`;
    const isWaiting = kind === "waiting" || kind === "sleeping";
    const why = on === "" ? reason : `${reason} on ${on}`;
    return isWaiting ? [line, this.#label(x, from, why)] : [line];
  }

  #label(x: number, position: number, text: string): string {
    const y = this.#y(position) + 15;
    return `<text x="${x + 9}" y="${y}" fill="${pale}" ${halo}>${escape(text)}</text>`;
  }

  /** From whoever had the value to whoever has it now. */
  arrow({ at, from, to, value }: Arrow): string {
    const y = this.#y(at) + rowHeight / 2;
    const [start, end] = [this.#x(from), this.#x(to)];
    const way = end > start ? 1 : -1;
    const tip = end - 5 * way;
    const head = `M${tip} ${y} l${-8 * way} -4 v8 z`;
    const middle = (start + end) / 2;
    return (
      `<line x1="${start}" x2="${tip}" y1="${y}" y2="${y}" stroke="${red}" stroke-width="1.5"/>` +
      `<path d="${head}" fill="${red}"/>` +
      `<text x="${middle}" y="${y - 4}" text-anchor="middle" fill="${red}" ${halo}>${escape(value)}</text>`
    );
  }

  mark({ at, lane, text }: Mark): string {
    const [x, y] = [this.#x(lane), this.#y(at) + rowHeight / 2];
    return (
      `<circle cx="${x}" cy="${y}" r="4" fill="#ffffff" stroke="${red}" stroke-width="2"/>` +
      `<text x="${x + 9}" y="${y + 4}" fill="${red}" ${halo}>${escape(text)}</text>`
    );
  }
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
