// The cost of a delivery against the number of clients, 32 messages in flight, a
// line for each server; both scales are logarithmic. Lower is cheaper.

import { colours, drawPicture } from "../picture.ts";
import type { Row, Table } from "./table.ts";

const sizes = [100, 1_000, 5_000];
const width = 720;
const height = 420;
const left = 70;
const right = 190; // the names stand there
const top = 50;
const bottom = 56;
const cheapest = 0.125;
const dearest = 16;
const nameHeight = 17;

interface Point {
  x: number;
  y: number;
}

function x(clients: number): number {
  const [first = 1] = sizes;
  const share = Math.log(clients / first) / Math.log(5_000 / first);
  return Math.round(left + share * (width - left - right));
}

function y(micros: number): number {
  const share = Math.log(micros / cheapest) / Math.log(dearest / cheapest);
  const inside = Math.min(Math.max(share, 0), 1);
  return Math.round(height - bottom - inside * (height - top - bottom));
}

/** The picture as SVG. */
export function drawTable({ rows, date, node }: Table): string {
  const title = `Microseconds of the server's processor for each delivered message, ${date}, Node ${node}`;
  const lines = rows
    .map((row) => ({ row, points: pointsOf(row) }))
    .filter(({ points }) => points.length > 0);
  const names = spread(lines.map(({ points }) => points.at(-1)?.y ?? 0));
  // Ours last, so that they lie on top.
  const drawn = lines
    .map(({ row, points }, i) => ({ row, points, nameY: names[i] ?? 0 }))
    .sort((one, other) => Number(isOurs(one.row)) - Number(isOurs(other.row)));
  const caption = `<text x="${left}" y="28">µs for each delivery, 32 messages in flight</text>`;
  const parts = [caption, ...grid(), ...drawn.flatMap(drawLine)];
  return drawPicture({ title, width, height, parts });
}

function pointsOf({ cells }: Row): Point[] {
  return sizes.flatMap((clients) => {
    const micros = cells[`saturated ${clients}`]?.value;
    return micros === undefined ? [] : [{ x: x(clients), y: y(micros) }];
  });
}

/** The same heights, moved apart so far that a name fits at each. */
function spread(heights: readonly number[]): number[] {
  const moved = [...heights];
  const order = heights.map((_, i) => i);
  order.sort((one, other) => (heights[one] ?? 0) - (heights[other] ?? 0));
  let lowest = -Infinity;
  for (const i of order) {
    lowest = Math.max(heights[i] ?? 0, lowest + nameHeight);
    moved[i] = lowest;
  }
  return moved;
}

function grid(): string[] {
  const across = [0.125, 0.25, 0.5, 1, 2, 4, 8, 16].flatMap((micros) => [
    `<line x1="${left}" x2="${width - right}" y1="${y(micros)}" y2="${y(micros)}" stroke="${colours.grid}"/>`,
    `<text x="${left - 10}" y="${y(micros) + 4}" text-anchor="end" font-size="12">${micros}</text>`,
  ]);
  const down = sizes.flatMap((clients) => [
    `<line x1="${x(clients)}" x2="${x(clients)}" y1="${top}" y2="${height - bottom}" stroke="${colours.axis}"/>`,
    `<text x="${x(clients)}" y="${height - 34}" text-anchor="middle" font-size="12">${clients.toLocaleString("en")}</text>`,
  ]);
  const label = `<text x="${(left + width - right) / 2}" y="${height - 12}" text-anchor="middle" font-size="12">clients</text>`;
  return [...across, ...down, label];
}

interface Line {
  row: Row;
  points: readonly Point[];
  nameY: number;
}

function drawLine({ row, points, nameY }: Line): string[] {
  const colour = isOurs(row) ? colours.ours : colours.others;
  const path = points.map((point) => `${point.x},${point.y}`).join(" ");
  const end = points.at(-1) ?? { x: left, y: top };
  return [
    `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...points.map((point) => {
      return `<circle cx="${point.x}" cy="${point.y}" r="4" fill="${colour}"/>`;
    }),
    `<line x1="${end.x + 6}" x2="${end.x + 24}" y1="${end.y}" y2="${nameY}" stroke="${colour}" stroke-opacity="0.5"/>`,
    `<text x="${end.x + 28}" y="${nameY + 5}" fill="${colour}">${row.subject}</text>`,
  ];
}

function isOurs({ subject }: Row): boolean {
  return subject.startsWith("rendezvous");
}
