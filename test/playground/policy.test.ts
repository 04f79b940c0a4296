import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { withPolicy } from "../../docs/.vitepress/policy.ts";

const first = "document.documentElement.className = 'dark';";
const second = '\n  window.$cost = "$&";\n';
const third = "third();";
const page = (body: string, charset = '<meta charset="utf-8">') =>
  `<!doctype html><html><head>${charset}<title>A</title></head><body>${body}</body></html>`;

/** The sources that `name` lists in the policy of a page. */
function listed(html: string, name: string): string[] {
  const [, policy = ""] =
    /Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
  const rules = policy.split("; ").map((rule) => rule.split(" "));
  return rules.find(([rule]) => rule === name)?.slice(1) ?? [];
}

function sha(script: string): string {
  const digest = createHash("sha256").update(script).digest("base64");
  return `'sha256-${digest}'`;
}

describe("the policy of a page", () => {
  test("names every script that stands in it, once", () => {
    const html = withPolicy(
      page(
        `<script>${first}</script><script type="module">${second}</script><SCRIPT
          id="third">${third}</SCRIPT ><script>${first}</script>`,
      ),
    );

    expect(listed(html, "script-src")).toEqual([
      ...["'self'", sha(first), sha(second), sha(third)],
    ]);
  });

  test("names no script that was planted into the page afterwards", () => {
    const html = withPolicy(page(`<script>${first}</script>`));
    const planted = "fetch('https://example.com')";

    expect(
      html.replace("</body>", `<script>${planted}</script></body>`),
    ).not.toContain(sha(planted));
    expect(listed(html, "script-src")).not.toContain("'unsafe-inline'");
    expect(listed(html, "script-src")).not.toContain("'unsafe-eval'");
  });

  test("names no script that comes from a file", () => {
    const html = withPolicy(
      page('<script type="module" src="/a.js"></script>'),
    );

    expect(listed(html, "script-src")).toEqual(["'self'"]);
  });

  test("names a script that says in its data where it is from", () => {
    const html = withPolicy(page(`<script data-src="a">${first}</script>`));

    expect(listed(html, "script-src")).toContain(sha(first));
  });

  test("stands before all that it is to hold for", () => {
    const html = withPolicy(page(`<script>${first}</script>`));

    expect(html).toMatch(/<head><meta charset="utf-8"><meta http-equiv="Con/);
    expect(html.match(/http-equiv/g)).toHaveLength(1);
  });

  test("leaves the rest of the page as it is", () => {
    const html = page(`<script>${second}</script>`);

    const without = withPolicy(html).replace(/<meta http-equiv[^>]*>/, "");
    expect(without).toBe(html);
  });

  test("asks nobody but the site's own server", () => {
    const html = withPolicy(page(""));

    expect(listed(html, "default-src")).toEqual(["'self'"]);
    expect(listed(html, "object-src")).toEqual(["'none'"]);
    expect(listed(html, "base-uri")).toEqual(["'self'"]);
    expect(html).not.toMatch(/https?:/);
  });

  test("is not left out of a page that has no place for it", () => {
    expect(() => withPolicy(page("", ""))).toThrow(
      'expected a page with <meta charset="…">, got one without',
    );
  });
});
