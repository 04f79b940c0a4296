// What the compiler knows, where the editor shows it: under a wrong word, beside a
// name, in the list of what could stand here.

import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { type Diagnostic, linter } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import { type EditorView, hoverTooltip, type Tooltip } from "@codemirror/view";
import type { Compiler } from "../compiler.ts";
import type { Hover } from "../../compiler/service.ts";

const pauseMs = 400; // after the last key, before anybody is told of a mistake

/** Errors, types and completions, as `compiler` gives them. */
export function answersOf(compiler: Compiler): Extension {
  return [
    linter((view) => diagnose(compiler, view), { delay: pauseMs }),
    hoverTooltip((view, position) => hover(compiler, view, position)),
    autocompletion({ override: [(context) => complete(compiler, context)] }),
  ];
}

async function diagnose(
  compiler: Compiler,
  view: EditorView,
): Promise<Diagnostic[]> {
  const text = view.state.doc.toString();
  const problems = await compiler.diagnose(text);
  const end = view.state.doc.length;
  return problems.map(({ from, to, message }) => ({
    from: Math.min(from, end),
    to: Math.min(Math.max(to, from + 1), end),
    severity: "error",
    message,
  }));
}

async function hover(
  compiler: Compiler,
  view: EditorView,
  position: number,
): Promise<Tooltip | null> {
  const found = await compiler.hover(view.state.doc.toString(), position);
  if (!found || found.signature === "") return null;
  const { from, to } = found;
  return {
    pos: from,
    end: to,
    above: true,
    create: () => ({ dom: show(found) }),
  };
}

function show({ signature, documentation }: Hover): HTMLElement {
  const box = document.createElement("div");
  box.className = "cm-type";
  box.append(element("code", signature));
  if (documentation) box.append(element("p", documentation));
  return box;
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

async function complete(
  compiler: Compiler,
  { state, pos, explicit }: CompletionContext,
): Promise<CompletionResult | null> {
  const before = state.sliceDoc(Math.max(0, pos - 1), pos);
  if (!explicit && !/[\w$."']/.test(before)) return null;
  const text = state.doc.toString();
  const { from, entries } = await compiler.complete(text, pos);
  if (entries.length === 0) return null;
  return {
    from,
    validFor: /^[\w$]*$/,
    options: entries.map(({ name, kind }) => ({
      label: name,
      type: symbolOf(kind),
      info: async () => {
        const found = await compiler.describe(text, pos, name);
        return found ? show(found) : null;
      },
    })),
  };
}

// The editor draws a symbol for each of its own kinds.
function symbolOf(kind: string): string {
  if (kind === "method" || kind === "function") return kind;
  if (kind === "const") return "constant";
  if (/class|interface|type|enum|keyword/.test(kind)) return kind;
  return /property|getter|setter|accessor/.test(kind) ? "property" : "variable";
}
