// The colours of code: ink on paper by day, light on ink by night. Each has a
// contrast of at least 4.5 to 1 with the background it stands on (WCAG AA).

/** A colour theme as the highlighter takes it; the scopes are TextMate's. */
function theme(name: string, type: "light" | "dark", palette: Palette) {
  const { text, background, keyword, call, kind, string, literal } = palette;
  const { comment, mark, inserted, deleted } = palette;
  const rules: [foreground: string, ...scope: string[]][] = [
    [comment, "comment", "punctuation.definition.comment"],
    [
      keyword,
      "keyword",
      "storage",
      "variable.language",
      "keyword.operator.new",
    ],
    [
      mark,
      "punctuation",
      "meta.brace",
      "keyword.operator",
      "storage.type.function.arrow",
    ],
    [
      call,
      "entity.name.function",
      "support.function",
      "meta.function-call.generic",
    ],
    [
      kind,
      "entity.name.type",
      "entity.name.class",
      "support.type",
      "support.class",
      "storage.type.numeric.go",
      "storage.type.string.go",
      "entity.other.inherited-class",
      "entity.name.tag",
    ],
    [
      string,
      "string",
      "punctuation.definition.string",
      "entity.other.attribute-name",
    ],
    [literal, "constant", "support.constant"],
    [
      text,
      "variable",
      "support.variable",
      "meta.object-literal.key",
      "variable.other.constant",
    ],
    [inserted, "markup.inserted"],
    [deleted, "markup.deleted"],
    [
      comment,
      "meta.diff",
      "meta.diff.header",
      "punctuation.definition.range.diff",
    ],
  ];
  return {
    name,
    type,
    fg: text,
    bg: background,
    settings: [
      { settings: { foreground: text, background } },
      ...rules.map(([foreground, ...scope]) => ({
        scope,
        settings: { foreground },
      })),
      { scope: ["comment"], settings: { fontStyle: "italic" } },
    ],
  };
}

interface Palette {
  text: string;
  background: string;
  /** `if`, `return`, `export`: the bones. */
  keyword: string;
  /** What is called, or declared as callable. */
  call: string;
  /** Types and classes. */
  kind: string;
  string: string;
  /** Numbers, `true`, `null`: what stands for itself. */
  literal: string;
  comment: string;
  /** Brackets, operators, commas. */
  mark: string;
  inserted: string;
  deleted: string;
}

export const paper = theme("paper", "light", {
  text: "#23303a",
  background: "#f7f5ef",
  keyword: "#9c3d12",
  call: "#155a8a",
  kind: "#0b6660",
  string: "#3f6212",
  literal: "#7a3b8f",
  comment: "#646b62",
  mark: "#515c66",
  inserted: "#1d6332",
  deleted: "#a3262b",
});

export const ink = theme("ink", "dark", {
  text: "#dbe2e6",
  background: "#1a2026",
  keyword: "#f2a27c",
  call: "#8ec8f2",
  kind: "#7fd8ca",
  string: "#b7d68f",
  literal: "#d3b3ef",
  comment: "#96a39c",
  mark: "#a9b5bd",
  inserted: "#8fd6a0",
  deleted: "#f59a98",
});
