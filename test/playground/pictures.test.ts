import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { drawRun, findPictures } from "../../docs/pictures.ts";
import { listPages } from "../../docs/weave.ts";
import { loader } from "../support/loader.ts";

const pictures = listPages().flatMap((page) =>
  findPictures(readFileSync(page, "utf8")).map((picture) => ({
    ...picture,
    path: join(dirname(page), picture.file),
  })),
);

test("pages show pictures of runs", () => {
  expect(pictures.length).toBeGreaterThan(1);
});

test.each(pictures)("$file is what the run does", (picture) => {
  expect(readFileSync(picture.path, "utf8")).toBe(drawRun(picture, loader));
});

test("another run is another picture", () => {
  const [picture] = pictures;
  if (!picture) throw new Error("expected a picture");

  const other = drawRun({ ...picture, words: ["8"] }, loader);

  expect(other).not.toBe(readFileSync(picture.path, "utf8"));
});
