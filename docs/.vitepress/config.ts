// The site: the lesson folders where they lie, and the pages of docs/.
//
//   - a page's file is its address: `rewrite` is the only rule
//   - every address in the built site is relative, so one build works from any
//     static host and below any path
//   - a link or an anchor that leads nowhere fails the build, which then leaves
//     no site behind

import { readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type DefaultTheme } from "vitepress";
import { type Lesson, listLessons } from "../../lessons/course.ts";
import { nodeInBrowser } from "./browser.ts";
import { markBuilt } from "./build.ts";
import { copyChat, serveChat } from "./chat.ts";
import { ink, paper } from "./code-colors.ts";
import { hovers, useHovers } from "./hovers.ts";
import { laboratory, programs } from "./laboratory.ts";
import { findDeadLinks } from "./links.ts";
import { patchLines, useFences, useLinks, usePictures } from "./markdown.ts";
import { withPolicy } from "./policy.ts";
import { branch, repository, rewrite } from "./repository.ts";
import { mendSearch } from "./search.ts";

const docs = join(import.meta.dirname, "..");

const logo = readFileSync(join(docs, "public/logo.svg"), "utf8");
const icon = `data:image/svg+xml,${encodeURIComponent(logo)}`;

const idByCommand = new Map(
  (await programs()).flatMap(({ id, commands }) =>
    commands.map((command) => [command, id] as const),
  ),
);

export default defineConfig({
  lang: "en",
  title: "Rendezvous",
  description:
    "From a server that says hello to a chat: real-time communication in TypeScript, built by hand from the first byte, with the Go original beside it where Go has one.",

  base: "./",
  srcDir: "..",
  srcExclude: ["*.md", "!(docs|lessons)/**"],
  rewrites: rewrite,
  outDir: "../dist",
  cacheDir: "../.cache/vitepress",
  ignoreDeadLinks: "localhostLinks",
  // A page that fetched every page it links to would weigh more with each lesson.
  router: { prefetchLinks: false },

  markdown: {
    theme: { light: paper, dark: ink },
    linkify: false,
    codeTransformers: [patchLines, hovers],
    config(markdown) {
      const programOf = (command: string) => idByCommand.get(command);
      useLinks(markdown);
      usePictures(markdown, programOf);
      useHovers(markdown);
      useFences(markdown, programOf);
    },
  },

  themeConfig: {
    logo: { src: "/logo.svg", alt: "" },
    nav: [
      { text: "Lessons", link: "/lessons/", activeMatch: "^/lessons/" },
      {
        text: "Playground",
        items: [
          { text: "Programs", link: "/playground.html" },
          { text: "Frame lab", link: "/frame-lab.html" },
          { text: "Chat lab", link: "/chat-lab.html" },
        ],
      },
      { text: "Live chat", link: "/live.html" },
    ],
    sidebar: [
      { text: "Lessons", link: "/lessons/", items: lessonLinks() },
      { text: "Beside the lessons", items: asideLinks() },
      { text: "More", items: pageLinks() },
    ],
    outline: [2, 3],
    search: { provider: "local" },
    socialLinks: [{ icon: "github", link: repository }],
    editLink: {
      pattern: `${repository}/edit/${branch}/:path`,
      text: "Edit this page on GitHub",
    },
  },

  vite: {
    publicDir: "docs/public",
    plugins: [nodeInBrowser(), laboratory(), serveChat(), mendSearch()],
    // Found only when the compiler starts, they would make the page load anew.
    optimizeDeps: {
      include: ["typescript", "@typescript/vfs", "ts-blank-space"],
    },
    worker: { format: "es", plugins: () => [laboratory()] },
  },

  transformPageData(page) {
    const lesson = lessonOfAside(page.relativePath);
    if (!lesson) return;
    const { number, name, title } = lesson;
    // An aside lies beside the road: from it one goes back.
    const link = `/lessons/${name}/`;
    page.frontmatter["prev"] = { text: `${number}. ${title}`, link };
    page.frontmatter["next"] = false;
  },

  // In the page itself: a relative address is looked up anew, and elsewhere, when
  // the reader goes from a page in one folder to one in another.
  head: [["link", { rel: "icon", type: "image/svg+xml", href: icon }]],

  transformHtml(html, _file, { page }) {
    // A host answers any missing path with this page, however deep the path
    // is, so it cannot reach its parts by relative addresses: it has none.
    const missing = () =>
      readFileSync(join(import.meta.dirname, "404.html"), "utf8");
    return withPolicy(page === "404.md" ? missing() : html);
  },

  buildEnd({ outDir }) {
    copyChat(outDir);
    const dead = findDeadLinks(outDir);
    if (dead.length === 0) return markBuilt(outDir);
    rmSync(outDir, { recursive: true });
    throw new Error(`expected links that lead somewhere:\n${dead.join("\n")}`);
  },
});

/** Every lesson that has a page, in order. */
function lessonLinks(): DefaultTheme.SidebarItem[] {
  return listLessons()
    .filter(({ title }) => title !== "")
    .map(({ number, name, title }) => ({
      text: `${number}. ${title}`,
      link: `/lessons/${name}/`,
    }));
}

/** What lies beside the lessons: whoever reads them in order need not stop. */
function asideLinks(): DefaultTheme.SidebarItem[] {
  return listLessons().flatMap((lesson) =>
    lesson.asides.map(({ name, title }) => ({
      text: title,
      link: `/lessons/${lesson.name}/${name}/`,
    })),
  );
}

/** The lesson that the aside at `path` belongs to. */
function lessonOfAside(path: string): Lesson | undefined {
  const [, lesson] =
    /^lessons\/(\d\d-[^/]+)\/[^/]+\/index\.md$/.exec(path) ?? [];
  return listLessons().find(({ name }) => name === lesson);
}

/** The pages of docs/ that are no lesson. */
function pageLinks(): DefaultTheme.SidebarItem[] {
  return readdirSync(docs)
    .filter((file) => file.endsWith(".md") && file !== "index.md")
    .map((file) => {
      const text = readFileSync(join(docs, file), "utf8");
      return {
        text: /^# (.+)$/m.exec(text)?.[1] ?? file,
        link: `/${file.replace(/\.md$/, ".html")}`,
      };
    });
}
