// Where things are: a file of the repository, the page the site makes of it,
// and the same file on GitHub. All paths are relative to the repository and
// have forward slashes.

import { existsSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";

export const repository = "https://github.com/rendezvous-course/rendezvous";
export const branch = "main";

export const root = join(import.meta.dirname, "../..");

/** Only what lies in these rooms becomes a page. */
const rooms = /^(docs|lessons)\//;

/**
 * The page that a Markdown file becomes: `docs/live.md` is `live.md`,
 * `lessons/03-frames/README.md` is `lessons/03-frames/index.md`.
 */
export function rewrite(file: string): string {
  return file.replace(/^docs\//, "").replace(/(^|\/)README\.md$/, "$1index.md");
}

/** The address of a file or folder on GitHub, at the lines of `region`. */
export function onGitHub(path: string, region?: string): string {
  const kind = statSync(join(root, path)).isDirectory() ? "tree" : "blob";
  const lines = region === undefined ? "" : linesOf(path, region);
  return `${repository}/${kind}/${branch}/${path}${lines}`;
}

/**
 * The link that stands for `href` on the page made of `file`: a page of the
 * site, else a file of the repository, else what it was. Throws if it leads to
 * a file that is not there.
 */
export function resolveLink(href: string, file: string): string {
  const [, path = "", rest = ""] = /^([^?#]*)(.*)$/.exec(href) ?? [];
  if (path === "" || path.startsWith("/") || /^[a-z]+:/i.test(path)) {
    return href;
  }
  const target = posix.join(posix.dirname(file), decodeURI(path));
  if (target.startsWith("..") || !existsSync(join(root, target))) {
    throw new Error(`${file}: expected a link to a file, got "${href}"`);
  }
  const page = pageOf(target);
  return (page === undefined ? onGitHub(target) : `/${page}`) + rest;
}

function pageOf(path: string): string | undefined {
  const file = statSync(join(root, path)).isDirectory()
    ? posix.join(path, "README.md")
    : path;
  const isPage =
    rooms.test(file) && file.endsWith(".md") && existsSync(join(root, file));
  return isPage ? rewrite(file) : undefined;
}

function linesOf(path: string, region: string): string {
  const lines = readFileSync(join(root, path), "utf8").split("\n");
  const lineOf = (marker: string) =>
    lines.findIndex((line) => line.trimEnd().endsWith(`#${marker} ${region}`));
  const [from, to] = [lineOf("region"), lineOf("endregion")];
  // The markers are lines too: the code begins one below the first and ends
  // one above the last, and GitHub counts from 1.
  return from < 0 || to < from ? "" : `#L${from + 2}-L${to}`;
}
