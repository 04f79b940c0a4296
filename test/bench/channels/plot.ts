// The table as a picture: a line for each workload, a mark for each library, on
// a logarithmic scale. Left is faster.

import { colours, drawPicture } from "../picture.ts";
import type { Table } from "./table.ts";

const names: Record<string, string> = {
  a: "round trips",
  b: "buffer of 128",
  c2: "select over 2",
  c16: "select over 16",
  d: "100 send to one",
  e: "prime sieve",
};

const width = 720;
const left = 130;
const right = 24;
const rowHeight = 44;
const top = 56;
const fastest = 1;
const slowest = 512;

function x(ratio: number): number {
  const share = Math.log(ratio / fastest) / Math.log(slowest / fastest);
  return Math.round(left + Math.min(share, 1) * (width - left - right));
}

/** The picture as SVG. */
export function drawTable({ rows, date, node }: Table): string {
  const columns = Object.keys(names);
  const height = top + columns.length * rowHeight + 46;
  const lines = columns.flatMap((column, index) => {
    const y = top + index * rowHeight + rowHeight / 2;
    return [
      `<text x="${left - 12}" y="${y + 5}" text-anchor="end">${names[column]}</text>`,
      `<line x1="${left}" x2="${width - right}" y1="${y}" y2="${y}" stroke="${colours.axis}"/>`,
      ...marks(column, y, rows),
    ];
  });
  const ticks = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512].flatMap((ratio) => [
    `<line x1="${x(ratio)}" x2="${x(ratio)}" y1="${top}" y2="${height - 46}" stroke="${colours.grid}"/>`,
    `<text x="${x(ratio)}" y="${height - 26}" text-anchor="middle" font-size="12">${ratio}×</text>`,
  ]);
  const title = `Channel operations as multiples of an await, ${date}, Node ${node}`;
  const parts = [
    `<circle cx="${left + 6}" cy="28" r="7" fill="${colours.ours}"/><text x="${left + 20}" y="33">rendezvous</text>`,
    `<circle cx="${left + 136}" cy="28" r="5" fill="${colours.others}" fill-opacity="0.75"/><text x="${left + 148}" y="33">a library that was measured in the same run</text>`,
    ...ticks,
    ...lines,
  ];
  return drawPicture({ title, width, height, parts });
}

function marks(column: string, y: number, rows: Table["rows"]): string[] {
  const points = rows.flatMap(({ subject, cells }) => {
    const ratio = cells[column]?.ratio;
    return ratio === undefined ? [] : [{ subject, ratio }];
  });
  // Ours last, so that it lies on top.
  points.sort((one, other) => Number(isOurs(one)) - Number(isOurs(other)));
  return points.map((point) => {
    const style = isOurs(point)
      ? `r="7" fill="${colours.ours}"`
      : `r="5" fill="${colours.others}" fill-opacity="0.75"`;
    const words = `${point.subject} ${point.ratio.toFixed(2)}`;
    return `<circle cx="${x(point.ratio)}" cy="${y}" ${style}><title>${words}</title></circle>`;
  });
}

function isOurs({ subject }: { subject: string }): boolean {
  return subject === "rendezvous";
}
