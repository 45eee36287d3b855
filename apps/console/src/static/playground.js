/** Tries the rules as they are typed. Without this the page is a form with two buttons. */
import { openEditor } from './editor.js';

const WAIT_MS = 500;
const form = document.querySelector('form.try');
const words = JSON.parse(form.dataset.words);
const rules = [...form.querySelectorAll('[data-editor="yaml"]')];
let timer;
let asked = 0;

const editors = rules.map((field) =>
  openEditor(field, { changed: later, complete: (context) => complete(field, context) }),
);
for (const field of form.querySelectorAll('[data-editor="json"]'))
  openEditor(field, { changed: later, complete: null });
mark(document.getElementById('result'));
addCopy();

form.addEventListener('submit', (event) => {
  // To take another event is a page of its own.
  const action = event.submitter?.value;
  if (event.submitter?.name !== 'action' || action === 'take') return;
  event.preventDefault();
  clearTimeout(timer);
  ask(action);
});

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => ask('try'), WAIT_MS);
}

/** Asks for the page with what stands in the form, and shows its result. */
async function ask(action) {
  asked += 1;
  const mine = asked;
  const given = new URLSearchParams(new FormData(form));
  given.set('action', action);
  given.delete('event');
  const result = document.getElementById('result');
  result.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch('/playground', { method: 'POST', body: given, headers: { accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.getElementById('result') ?? page.querySelector('main');
    if (mine !== asked || fresh === null) return;
    result.replaceChildren(...document.adoptNode(fresh).childNodes);
    result.dataset.problems = fresh.dataset.problems ?? '[]';
    mark(result);
  } catch {
    if (mine === asked) result.replaceChildren(words.away);
  } finally {
    if (mine === asked) result.removeAttribute('aria-busy');
  }
}

function mark(result) {
  const problems = JSON.parse(result.dataset.problems ?? '[]');
  for (const [index, editor] of editors.entries()) editor.mark(problems.filter(({ file }) => file === index));
}

async function complete(field, context) {
  if (!context.explicit && context.matchBefore(/[\w.]+$|[:{]\s$/) === null) return null;
  const body = new URLSearchParams({ rules: field.value, offset: String(context.pos) });
  const answer = await fetch('/playground/complete', { method: 'POST', body, headers: { accept: 'application/json' } });
  const found = await answer.json();
  if (found === null) return null;
  return {
    from: found.from,
    options: found.options.map(({ label, info, isKey }) => ({
      ...{ label, apply: isKey ? `${label}: ` : label, type: isKey ? 'property' : 'enum' },
      ...(info === null ? {} : { info }),
    })),
    validFor: /^[\w.]*$/,
  };
}

function addCopy() {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words.copy;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(rules.map(({ value }) => value).join('\n'));
    button.textContent = words.copied;
    setTimeout(() => {
      button.textContent = words.copy;
    }, 2000);
  });
  form.querySelector('.actions').append(button);
}
