// Where the shapes of a scene lie in the view, in CSS pixels.

import type { Bar, Link, Mark, Scene, Sign, Window } from "./scene.ts";

export const rowPx = 26; // so that a finger finds one row
const letterPx = 6.7; // of a letter of 12 px, on average and a little more
const inset = 18; // from the left edge of a column to its line

/** What one sees: where it is scrolled to, and how large it is. */
export interface View {
  leftPx: number;
  topPx: number;
  widthPx: number;
  heightPx: number;
}

/** How wide a column is where there is that much room for all of them. */
export function columnPxFor(widthPx: number, columns: number): number {
  const [least, most] = widthPx < 640 ? [116, 150] : [150, 240];
  const share = Math.floor((widthPx - 40) / Math.max(columns, 1));
  return Math.min(Math.max(share, least), most);
}

export function xOf(column: number, columnPx: number): number {
  return column * columnPx + inset;
}

export function yOf(row: number): number {
  return row * rowPx;
}

// #region window
const marginRows = 12; // are drawn and not seen, so that scrolling finds them there
const stepRows = 6; // the window moves so many at a time, not at every pixel

/** The rows and columns to draw for `view`. */
export function windowOf(view: View, scene: Scene, columnPx: number): Window {
  const top = Math.floor(view.topPx / rowPx / stepRows) * stepRows;
  const rows = Math.ceil(view.heightPx / rowPx) + stepRows;
  const left = Math.floor(view.leftPx / columnPx);
  const columns = Math.ceil(view.widthPx / columnPx) + 1;
  // A run that has replaced a longer one ends above what is looked at.
  const first = Math.max(top - marginRows, 0);
  return {
    fromRow: Math.min(first, scene.rowCount),
    toRow: Math.min(top + rows + marginRows, scene.rowCount),
    fromColumn: Math.max(left - 1, 0),
    toColumn: Math.min(left + columns + 1, scene.columns.length),
  };
}
// #endregion window

/** `text` as far as it fits into `widthPx`. */
export function fit(text: string, widthPx: number): string {
  const most = Math.max(Math.floor(widthPx / letterPx), 1);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

export interface Label {
  x: number;
  y: number;
  text: string;
  anchor: "start" | "middle" | "end";
}

/** Why somebody waits: beside its line, as far up as one can see. */
export function barLabel(
  { column, fromRow, toRow, label }: Bar,
  columnPx: number,
  topPx: number,
): Label {
  const lowest = yOf(toRow) - 8;
  const y = Math.min(Math.max(yOf(fromRow), topPx) + 17, lowest);
  const text = fit(label, columnPx - inset);
  return { x: xOf(column, columnPx) + 9, y, text, anchor: "start" };
}

/** Where a sign stands: that of an end closes the line above it. */
export function markY({ row, sign }: Mark): number {
  return yOf(row) + (sign === "end" ? rowPx - 2 : rowPx / 2);
}

/** What a mark says: on its right, or where there is more room on its left. */
export function markLabel(
  { column, row, label }: Mark,
  columnPx: number,
  sheetPx: number,
): Label {
  const x = xOf(column, columnPx);
  const y = yOf(row) + rowPx / 2 + 4;
  const [left, right] = [x - inset, sheetPx - x - inset];
  const isRight = label.length * letterPx <= right || right >= left;
  return isRight
    ? { x: x + 11, y, text: fit(label, right), anchor: "start" }
    : { x: x - 11, y, text: fit(label, left), anchor: "end" };
}

export interface Arrow {
  path: string;
  head: string;
  label: Label;
}

/** An arrow: its line, its head, and the value above it. */
export function arrowOf(
  { from, to, row, label }: Link,
  columnPx: number,
): Arrow {
  const y = yOf(row) + rowPx / 2 + 5;
  const end = xOf(to, columnPx);
  const isOutside = from === undefined || from === to;
  const start = isOutside ? end - inset + 2 : xOf(from, columnPx);
  const way = end > start ? 1 : -1;
  const tip = end - 5 * way;
  const path = `M${start} ${y}H${tip}`;
  const head = `M${tip} ${y}l${-9 * way} -4.5v9z`;
  if (isOutside) {
    const text = fit(label, columnPx - inset);
    const after = { x: end + 9, y: y + 3, text, anchor: "start" } as const;
    return { path, head, label: after };
  }
  // A long arrow has its value where it ends: its middle may be out of sight.
  const middle = Math.max(end - (columnPx / 2) * way, Math.min(start, end));
  const x = Math.min(middle, Math.max(start, end));
  const text = fit(label, columnPx - 24);
  return { path, head, label: { x, y: y - 5, text, anchor: "middle" } };
}

/** The signs, each within 5 px around its place. */
export const signPaths: Readonly<Record<Sign, string>> = {
  in: "M-5 -5H5L0 5z", // into the buffer
  out: "M-5 5H5L0 -5z", // out of it
  close: "M-4 -4L4 4M4 -4L-4 4",
  select: "M0 -6L6 0L0 6L-6 0z",
  make: "M-5 -4H5V4H-5z",
  sync: "M-5 -1H5V5H-5zM-3 -1V-3A3 3 0 0 1 3 -3V-1",
  spin: "M4 -3A5 5 0 1 0 5 1M5 -6V-2H1",
  panic: "M0 -6L6 5H-6zM0 -2V1M0 3V4",
  end: "M-7 0H7",
};
