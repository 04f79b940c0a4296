// Reads a built site and finds what a reader would stumble over: links and
// anchors that lead nowhere, and addresses that would break if the site were
// served below a path or without a network.

import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** The pages of a built site, as paths relative to `site`. */
export function listPages(site: string): string[] {
  return readdirSync(site, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".html"))
    .map((path) => path.split(sep).join("/"))
    .sort();
}

/**
 * One sentence for each link of the site that leads nowhere: to a missing file,
 * to a missing anchor, or to an absolute path, which is another site's as soon
 * as this one lies below a path.
 */
export function findDeadLinks(site: string): string[] {
  const anchors = new Map<string, Set<string>>();
  const anchorsOf = (file: string) => {
    const known = anchors.get(file) ?? readAnchors(file);
    anchors.set(file, known);
    return known;
  };
  return listPages(site).flatMap((page) =>
    addresses(readFileSync(join(site, page), "utf8"))
      .filter((address) => !/^[a-z][a-z\d+.-]*:/i.test(address))
      .map((address) => whyDead(address, join(site, page), anchorsOf))
      .filter((reason) => reason !== undefined)
      .map((reason) => `${page}: ${reason}`),
  );
}

/** One sentence for each thing a page would load from another host. */
export function findForeignResources(site: string): string[] {
  const loads =
    /<(?:script|img|iframe|source|video|audio|link)\b[^>]*?\s(?:src|href)="(?:https?:)?\/\/[^"]*"|(?:url\(|@import )["']?(?:https?:)?\/\/[^)"']*/g;
  return readdirSync(site, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(html|css)$/.test(path))
    .flatMap((path) =>
      [...readFileSync(join(site, path), "utf8").matchAll(loads)].map(
        ([load]) => `${path}: loads ${load}`,
      ),
    );
}

function whyDead(
  address: string,
  page: string,
  anchorsOf: (file: string) => Set<string>,
): string | undefined {
  const [, path = "", anchor] = /^([^?#]*)[^#]*(?:#(.*))?$/.exec(address) ?? [];
  if (path.startsWith("/")) return `"${address}" is not a relative address`;
  const file = path === "" ? page : fileAt(join(dirname(page), decode(path)));
  if (file === undefined) return `"${address}" leads to no file`;
  if (!anchor || anchorsOf(file).has(decode(anchor))) return undefined;
  return `"${address}" leads to no anchor of ${relative(dirname(page), file)}`;
}

function fileAt(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  if (!statSync(path).isDirectory()) return path;
  const index = join(path, "index.html");
  return existsSync(index) ? index : undefined;
}

function addresses(html: string): string[] {
  return [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, address]) =>
    (address ?? "").replaceAll("&amp;", "&"),
  );
}

function readAnchors(file: string): Set<string> {
  const html = readFileSync(file, "utf8");
  return new Set(
    [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id ?? ""),
  );
}

function decode(text: string): string {
  return decodeURIComponent(text);
}
