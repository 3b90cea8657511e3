// The editor of a cell: CodeMirror, bundled into one file that is loaded when a cell is first opened.
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from "@codemirror/commands";
import { python, pythonLanguage } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { highlightCode, tagHighlighter, tags } from "@lezer/highlight";

// The classes that Pygments writes into the page's own code, so that both look alike.
const classes = tagHighlighter([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword], class: "k" },
  { tag: [tags.moduleKeyword], class: "kn" }, { tag: [tags.bool, tags.null], class: "kc" },
  { tag: [tags.string, tags.special(tags.string)], class: "s1" }, { tag: tags.number, class: "mi" },
  { tag: tags.comment, class: "c1" }, { tag: [tags.operator, tags.compareOperator, tags.arithmeticOperator], class: "o" },
  { tag: tags.function(tags.definition(tags.variableName)), class: "nf" },
]), looks = syntaxHighlighting(classes);

/** [words, class] of each part of this source, as the editor would show it. */
export function coloured(source) {
  const parts = [];
  highlightCode(source, pythonLanguage.parser.parse(source), classes, (words, kind) => parts.push([words, kind]), () => parts.push(["\n", ""]));
  return parts;
}

/** An editor in `parent`; run() is called at Control-Enter, changed(text) when something was typed. */
export function edit(parent, doc, label, { run, changed }) {
  let typed = false; // Tab indents only after something was typed, so that it never keeps anybody in
  const go = () => { run(); return true; };
  return new EditorView({
    doc, parent,
    extensions: [
      lineNumbers(), EditorView.lineWrapping, history(), indentOnInput(), bracketMatching(), python(), indentUnit.of("    "), looks,
      keymap.of([
        { key: "Mod-Enter", run: go }, { key: "Shift-Enter", run: go },
        { key: "Tab", run: (view) => typed && indentMore(view), shift: (view) => typed && indentLess(view) },
        ...defaultKeymap, ...historyKeymap,
      ]),
      EditorView.contentAttributes.of({ "aria-label": label, autocapitalize: "off", autocorrect: "off", spellcheck: "false" }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) { typed = true; changed(update.state.doc.toString()); }
      }),
      EditorView.domEventHandlers({ blur: () => { typed = false; } }),
    ],
  });
}
