/** An editor in place of a text field. It stands in a shadow tree, where its styles need no exception from the page's policy. */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from './editor/@codemirror/autocomplete.js';
import { defaultKeymap, history, historyKeymap } from './editor/@codemirror/commands.js';
import { yaml } from './editor/@codemirror/lang-yaml.js';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from './editor/@codemirror/language.js';
import { lintGutter, setDiagnostics } from './editor/@codemirror/lint.js';
import { EditorState } from './editor/@codemirror/state.js';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from './editor/@codemirror/view.js';
import { tags } from './editor/@lezer/highlight.js';

/**
 * The field stays in the form and keeps the text.
 * @param complete asks what could stand at an offset of the text
 */
export function openEditor(field, { changed, complete }) {
  const host = document.createElement('div');
  host.className = 'editor';
  field.before(host);
  field.hidden = true;
  const root = host.attachShadow({ mode: 'open' });
  const label = (field.getAttribute('aria-labelledby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent ?? '')
    .join(' ');
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        ...[lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets()],
        ...[highlightActiveLine(), syntaxHighlighting(COLORS), yaml(), LOOK, lintGutter()],
        ...(complete === null ? [] : [autocompletion({ override: [(context) => complete(context)] })]),
        // Tab leaves the field, as everywhere on the page: whoever has only a keyboard is not caught.
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
        EditorView.contentAttributes.of({ 'aria-label': label }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (!docChanged) return;
          field.value = state.doc.toString();
          changed();
        }),
      ],
    }),
  });
  // What is longer than the window can be scrolled by the keys, too.
  view.scrollDOM.tabIndex = 0;
  return {
    mark: (problems) => {
      const { doc } = view.state;
      const marks = problems.map(({ line, column, message }) => {
        const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
        const from = Math.min(at.from + Math.max(column - 1, 0), at.to);
        return { from, to: Math.max(at.to, from), severity: 'error', message };
      });
      view.dispatch(setDiagnostics(view.state, marks));
    },
  };
}

const LOOK = EditorView.theme({
  '&': { fontSize: '13px', color: 'var(--text)', backgroundColor: 'var(--card)' },
  '&.cm-focused': { outline: '2px solid var(--accent)' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5', maxHeight: '34rem', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--raised)', color: 'var(--muted)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--accent) 8%, transparent)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 25%, transparent) !important',
  },
  '.cm-tooltip': { backgroundColor: 'var(--card)', color: 'var(--text)', border: '1px solid var(--line)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--on-accent)' },
  '.cm-completionInfo': { maxWidth: '22rem' },
});

const COLORS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--blue)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--green)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: 'var(--violet)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--muted)' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--muted)' },
]);
