// What a page of the site may do, said in the page itself, so that it holds on any
// host: it runs the site's own scripts, asks the site's own server, and nothing
// else (a Content-Security-Policy, https://www.w3.org/TR/CSP3/).

import { createHash } from "node:crypto";

const inline = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script\s*>/gi;
const charset = /<meta charset="[^"]*"[^>]*>/i;

/**
 * `page` with its policy, which names the scripts that stand in it by their hash.
 * Throws for a page without a charset: it would have no policy.
 */
export function withPolicy(page: string): string {
  const scripts = [...page.matchAll(inline)].map(([, script = ""]) => script);
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policyFor(scripts)}">`;
  if (!charset.test(page)) {
    throw new Error('expected a page with <meta charset="…">, got one without');
  }
  // Before anything that it is to hold for.
  return page.replace(charset, (found) => found + meta);
}

function policyFor(scripts: readonly string[]): string {
  const hashes = [...new Set(scripts)].map((script) => ` '${hashOf(script)}'`);
  return [
    "default-src 'self'",
    `script-src 'self'${hashes.join("")}`,
    // Colours of code stand in `style` attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
  ].join("; ");
}

export function hashOf(script: string): string {
  return `sha256-${createHash("sha256").update(script).digest("base64")}`;
}
