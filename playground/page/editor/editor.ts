// The editor: CodeMirror with TypeScript, in which a line can be pointed at from
// outside, and pointed out from inside.

import {
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import {
  defaultKeymap,
  history,
  historyKeymap,
  isolateHistory,
} from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { Compiler } from "../compiler.ts";
import { answersOf } from "./answers.ts";
import { editorLook } from "./look.ts";

export interface EditorWishes {
  text: string;
  compiler: Compiler;
  /** Told every change, at once. */
  onEdit: (text: string) => void;
  /** Told that Ctrl-Enter was pressed. */
  onRun: () => void;
  /** Told the line, from 1, that somebody asks about: its number was clicked. */
  onLine: (line: number) => void;
}

// #region editor
/** An editor in `parent`, for a program. */
export class Editor {
  readonly #view: EditorView;
  readonly #parent: HTMLElement;

  constructor(parent: HTMLElement, wishes: EditorWishes) {
    const { text, compiler } = wishes;
    this.#parent = parent;
    const extensions = [
      ...basics(wishes),
      here,
      answersOf(compiler),
      editorLook,
    ];
    const state = EditorState.create({ doc: text, extensions });
    this.#view = new EditorView({ state, parent });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  /** Another text in the place of all of this one. */
  set text(text: string) {
    const { state } = this.#view;
    if (text === this.text) return;
    this.#view.dispatch({
      changes: { from: 0, to: state.doc.length, insert: text },
      annotations: isolateHistory.of("full"), // one thing to undo, by itself
    });
  }

  /** Shows line `number`, from 1, as the one that is meant; `undefined`: none. */
  point(number: number | undefined): void {
    const { doc } = this.#view.state;
    const isThere = number !== undefined && number >= 1 && number <= doc.lines;
    const at = isThere ? doc.line(number).from : undefined;
    this.#view.dispatch({ effects: pointAt.of(at) });
    if (at !== undefined) this.#reveal(at);
  }

  // Scrolls the editor alone: while a run is played, the page stays where it is.
  #reveal(at: number): void {
    const { top, bottom } = this.#view.lineBlockAt(at);
    const frame = this.#parent;
    const isAbove = top < frame.scrollTop;
    const isBelow = bottom > frame.scrollTop + frame.clientHeight;
    if (isAbove || isBelow) frame.scrollTop = top - frame.clientHeight / 2;
  }

  destroy(): void {
    this.#view.destroy();
  }
}
// #endregion editor

function basics({ onEdit, onRun, onLine }: EditorWishes) {
  const run = { key: "Mod-Enter", run: () => (onRun(), true) };
  const ask = {
    key: "Alt-l",
    run: (view: EditorView) => (onLine(lineOf(view)), true),
  };
  return [
    lineNumbers({
      domEventHandlers: {
        click(view, { from }) {
          onLine(view.state.doc.lineAt(from).number);
          return true;
        },
      },
    }),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    javascript({ typescript: true }),
    // Tab leaves the editor, as everywhere on a page.
    keymap.of([run, ask, ...closeBracketsKeymap, ...defaultKeymap]),
    keymap.of([...historyKeymap, ...completionKeymap, ...lintKeymap]),
    EditorView.contentAttributes.of({ "aria-label": "Program" }),
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) onEdit(state.doc.toString());
    }),
  ];
}

function lineOf({ state }: EditorView): number {
  return state.doc.lineAt(state.selection.main.head).number;
}

const pointAt = StateEffect.define<number | undefined>();
const hereLine = Decoration.line({ class: "cm-here" });

const here = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { changes, effects }) {
    let result = marks.map(changes);
    for (const effect of effects) {
      if (!effect.is(pointAt)) continue;
      const at = effect.value;
      result =
        at === undefined ? Decoration.none : Decoration.set(hereLine.range(at));
    }
    return result;
  },
  provide: (field) => EditorView.decorations.from(field),
});
