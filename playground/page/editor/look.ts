// How the editor looks: the site's colours, which change with light and dark by
// themselves.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colors = HighlightStyle.define([
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.operatorKeyword], color: "var(--code-keyword)" },
  {
    tag: [tags.string, tags.special(tags.string)],
    color: "var(--code-string)",
  },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: [tags.typeName, tags.className], color: "var(--code-type)" },
  { tag: tags.function(tags.variableName), color: "var(--code-function)" },
]);

const look = EditorView.theme({
  "&": {
    backgroundColor: "transparent",
    color: "var(--vp-c-text-1)",
    fontSize: "0.875rem",
  },
  "&.cm-focused": {
    outline: "2px solid var(--vp-c-brand-1)",
    outlineOffset: "-1px",
  },
  ".cm-scroller": {
    fontFamily: "var(--vp-font-family-mono)",
    lineHeight: "1.6",
  },
  ".cm-content": { caretColor: "var(--vp-c-text-1)" },
  ".cm-cursor": { borderLeftColor: "var(--vp-c-text-1)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    { backgroundColor: "var(--vp-c-brand-soft)" },
  ".cm-gutters": {
    backgroundColor: "transparent",
    color: "var(--vp-c-text-2)",
    border: "none",
  },
  ".cm-lineNumbers .cm-gutterElement": { cursor: "pointer" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  ".cm-here": {
    backgroundColor: "var(--vp-c-brand-soft)",
    boxShadow: "inset 3px 0 0 var(--vp-c-brand-1)",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--vp-c-bg-elv)",
    color: "var(--vp-c-text-1)",
    border: "1px solid var(--vp-c-divider)",
    borderRadius: "6px",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--vp-c-brand-soft)",
    color: "var(--vp-c-text-1)",
  },
  ".cm-diagnostic": {
    padding: "4px 8px",
    whiteSpace: "pre-wrap",
    maxWidth: "36rem",
  },
  ".cm-type": { padding: "6px 10px", maxWidth: "36rem" },
  ".cm-type code": { whiteSpace: "pre-wrap", fontSize: "0.8125rem" },
  ".cm-type p": {
    margin: "6px 0 0",
    fontSize: "0.8125rem",
    whiteSpace: "pre-wrap",
  },
});

export const editorLook: Extension = [look, syntaxHighlighting(colors)];
