// What the site makes of the Markdown that GitHub shows as well: links lead to
// pages or into the repository, a code fence names its file, an output fence
// looks like the terminal it was recorded in.

import { posix, relative, sep } from "node:path";
import type { MarkdownOptions, MarkdownRenderer } from "vitepress";
import { onGitHub, resolveLink, root } from "./repository.ts";

export interface Environment {
  /** The absolute path of the page after the rewrite; a title alone has none. */
  path?: string;
  /** The absolute path of the file it is made of, where that is another. */
  realPath?: string;
}

export function useLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("repository_links", (state) => {
    const file = fileOf(state.env as Environment);
    if (file === undefined) return;
    for (const { children } of state.tokens) {
      for (const token of children ?? []) {
        const href = token.type === "link_open" && token.attrGet("href");
        if (href) token.attrSet("href", resolveLink(href, file));
      }
    }
  });
}

type Token = Parameters<MarkdownRenderer["renderer"]["render"]>[0][number];
type ProgramOf = (command: string) => string | undefined;

/**
 * The picture of a run scrolls where it is too wide, so its paragraph takes the
 * keyboard. Below it one can run the program, unless that stands below its output.
 */
export function usePictures(
  markdown: MarkdownRenderer,
  programOf: ProgramOf,
): void {
  markdown.core.ruler.push("run_pictures", (state) => {
    const { tokens, Token } = state;
    const runs = new Set(tokens.map(({ info }) => programOf(commandIn(info))));
    state.tokens = tokens.flatMap((token, index) => {
      // A paragraph is three tokens, and what it holds is the second.
      const isPicture = (at: number) => pictureIn(tokens[at]) !== undefined;
      if (isPicture(index + 1)) token.attrSet("tabindex", "0");
      if (!isPicture(index - 1)) return [token];
      const program = programOf(pictureIn(tokens[index - 1]) ?? "");
      if (runs.has(program)) return [token];
      const below = new Token("html_block", "", 0);
      below.content = runHere(program);
      return [token, below];
    });
  });
}

/** The command of the run whose picture is all that a paragraph holds. */
function pictureIn(paragraph: Token | undefined): string | undefined {
  const [image, ...others] = paragraph?.children ?? [];
  if (image?.type !== "image" || others.length > 0) return undefined;
  const title = image.attrGet("title") ?? "";
  return title.startsWith("npm run lesson") ? title : undefined;
}

function commandIn(info: string): string {
  const { language, source } = readInfo(info);
  return language === "output" ? source : "";
}

/** The ids of programs have nothing that HTML would take for its own. */
function runHere(id: string | undefined): string {
  return id === undefined ? "" : `<RunHere program="${id}" />`;
}

/** `programOf` gives the program of the playground that a command runs, if any. */
export function useFences(
  markdown: MarkdownRenderer,
  programOf: ProgramOf,
): void {
  const { escapeHtml } = markdown.utils;
  const renderCode = markdown.renderer.rules.fence;
  if (!renderCode) throw new Error("expected a renderer for fences, got none");

  markdown.renderer.rules.fence = (tokens, index, options, env, self) => {
    const token = tokens[index];
    if (!token) throw new Error(`expected a fence at token ${index}, got none`);
    const folder = posix.dirname(fileOf(env as Environment) ?? "");
    const { language, source, isActive } = readInfo(token.info);
    if (language === "output") {
      return terminal(source, token.content, folder, isActive);
    }
    const code = renderCode(tokens, index, options, env, self);
    // The copy button finds the code by its place behind the button, so the
    // caption stands before both.
    return source === "" ? code : code.replace(/>/, `>${caption()}`);

    function caption(): string {
      const [path = "", region] = source.split("#");
      const href = onGitHub(posix.join(folder, path), region);
      const name = escapeHtml(posix.basename(path));
      return (
        `<a class="file no-icon" href="${href}" target="_blank"` +
        ` rel="noreferrer" title="${escapeHtml(path)} in the repository">` +
        `${name}</a>`
      );
    }
  };

  function terminal(
    command: string,
    output: string,
    folder: string,
    isActive: boolean,
  ): string {
    // An npm script runs anywhere in the repository; everything else needs cd.
    const place = command.startsWith("npm ") ? "" : `in ${folder}`;
    const lines = output.trimEnd().split("\n");
    // Sentences may wrap like in a terminal; columns would fall apart.
    const hasColumns = lines.some((line) => /\S {2,}\S/.test(line));
    const kind = (hasColumns ? " columns" : "") + (isActive ? " active" : "");
    const width = Math.max(...lines.map((line) => line.length));
    return (
      `<div class="language-output${kind}" v-pre>` +
      `<button title="Copy the command" data-copied="Copied" class="copy">` +
      `</button><span class="lang">${escapeHtml(place)}</span>` +
      `<div class="command">${escapeHtml(command)}</div>` +
      `<pre tabindex="0"><code style="--columns: ${width}">${lines.map(line).join("\n")}</code></pre></div>` +
      runHere(programOf(command))
    );
  }

  function line(text: string): string {
    // A line is higher than a character, so what shall touch is stretched.
    const drawn = escapeHtml(text).replace(
      /[│┌└]/g,
      (bar) => `<span class="bar">${bar}</span>`,
    );
    return `<span class="line">${drawn}</span>`;
  }
}

type Transformer = NonNullable<MarkdownOptions["codeTransformers"]>[number];

/** Marks the lines of a patch, so that they can be coloured as a whole. */
export const patchLines: Transformer = {
  name: "patch-lines",
  line(element, number) {
    if (this.options.lang !== "diff") return;
    const line = this.source.split("\n")[number - 1] ?? "";
    if (/^\+(?!\+\+)/.test(line)) this.addClassToHast(element, "inserted");
    if (/^-(?!--)/.test(line)) this.addClassToHast(element, "deleted");
  },
};

/** `ts frame.ts#encode [TypeScript] active`: a code group adds the last word. */
export function readInfo(info: string) {
  const isActive = / active *$/.test(info);
  const words = info.replace(/ active *$/, "").replace(/\[[^\]]*\]/, "");
  const [, language = "", source = ""] = /^(\S*)(.*)$/.exec(words.trim()) ?? [];
  return { language, source: source.trim(), isActive };
}

export function fileOf(environment: Environment): string | undefined {
  const path = environment.realPath ?? environment.path;
  return path && relative(root, path).split(sep).join("/");
}
