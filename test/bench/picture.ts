// What the pictures of all benchmarks look like: a ground of their own, so that
// they can be read on a light page and on a dark one, and ours in red.

export const colours = {
  ours: "#a3341a",
  others: "#5c6b8a",
  axis: "#d5d9e0",
  grid: "#eceef2",
};

export interface Picture {
  title: string;
  width: number;
  height: number;
  /** The elements, the lowest first. */
  parts: readonly string[];
}

/** The picture as SVG. */
export function drawPicture({ title, width, height, parts }: Picture): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="14" fill="#1f2430" role="img">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="#ffffff"/>`,
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}
