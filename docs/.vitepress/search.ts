// VitePress's search box, as a screen reader should meet it: a dialog, in it a
// field with a list, and each link an option of the list. As it comes, it is a
// button full of buttons, and the links are called what nobody sees.

import type { Plugin } from "vitepress";

const searchBox = /\/theme-default\/components\/VPLocalSearchBox\.vue$/;

const mends: [from: string, to: string][] = [
  [
    `role="button"
      :aria-owns="results?.length ? 'localsearch-list' : undefined"
      aria-expanded="true"
      aria-haspopup="listbox"`,
    `role="dialog" aria-modal="true"`,
  ],
  [
    `aria-autocomplete="both"`,
    `aria-autocomplete="list" role="combobox"
      :aria-expanded="results?.length ? 'true' : 'false'"`,
  ],
  [
    `:id="'localsearch-item-' + index"
            :aria-selected="selectedIndex === index ? 'true' : 'false'"
            role="option"`,
    `role="presentation"`,
  ],
  [
    `:aria-label="[...p.titles, p.title].join(' > ')"`,
    `:id="'localsearch-item-' + index"
      :aria-selected="selectedIndex === index ? 'true' : 'false'"
      role="option"`,
  ],
  [`<kbd :aria-label`, `<kbd role="img" :aria-label`],
  [`<span class="title-icon">`, `<span class="title-icon" aria-hidden="true">`],
];

/** Mends the search box on its way into the site. */
export function mendSearch(): Plugin {
  return {
    name: "mend-search",
    enforce: "pre", // while it is still a template
    transform(code, id) {
      return searchBox.test(id) ? mends.reduce(mend, code) : undefined;
    },
  };
}

function mend(code: string, [from, to]: [string, string]): string {
  if (code.includes(from)) return code.replaceAll(from, to);
  throw new Error(`expected a search box to mend, got one without ${from}`);
}
