// The contrast of the colours of code. A page has thousands of coloured words in a
// dozen colours: to look at each colour once is enough, and takes no time.

import type { Page } from "playwright-core";

const least = 4.5; // WCAG 2.2 §1.4.3, for text of this size

/** The colours in which code stands on `page` now, and can hardly be read. */
export async function findPaleCode(page: Page): Promise<string[]> {
  const pairs = await page.evaluate<[string, string[]][]>(colours);
  return pairs
    .filter(([ink, papers]) => contrast(ink, papers) < least)
    .map(([ink, papers]) => `${ink} on ${papers.join(" on ")}`);
}

// A string, because it runs in the page. Each pair is the colour of a word, and those
// behind it, up to the first that covers all.
const colours = `(() => {
  const papers = new Map();
  const papersOf = (element) => {
    if (!element) return ["rgb(255, 255, 255)"];
    const known = papers.get(element);
    if (known) return known;
    const color = getComputedStyle(element).backgroundColor;
    const isClear = color === "rgba(0, 0, 0, 0)";
    const covers = color.startsWith("rgb(");
    const found = covers ? [color] : papersOf(element.parentElement);
    const all = covers || isClear ? found : [color, ...found];
    papers.set(element, all);
    return all;
  };
  const pairs = new Map();
  for (const word of document.querySelectorAll("pre code, pre code span")) {
    const pair = [getComputedStyle(word).color, papersOf(word)];
    pairs.set(JSON.stringify(pair), pair);
  }
  return [...pairs.values()];
})()`;

/** How well `ink` is seen on `papers`, the topmost first: 1 to 21. */
export function contrast(ink: string, papers: readonly string[]): number {
  const paper = papers.reduceRight(
    (below, color) => over(parse(color), below),
    [255, 255, 255, 1],
  );
  const [one, other] = [over(parse(ink), paper), paper].map(luminance);
  const [dark = 0, light = 0] = [one ?? 0, other ?? 0].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function parse(color: string): number[] {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (
    color.match(/[\d.]+/g) ?? []
  ).map(Number);
  return [red, green, blue, alpha];
}

function over(top: readonly number[], below: readonly number[]): number[] {
  const alpha = top[3] ?? 1;
  const mixed = [0, 1, 2].map(
    (channel) =>
      (top[channel] ?? 0) * alpha + (below[channel] ?? 0) * (1 - alpha),
  );
  return [...mixed, 1];
}

// https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
function luminance(color: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = color.map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
