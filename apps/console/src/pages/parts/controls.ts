/** Fields of a form above a list; each has a name for who cannot see its place. */
import { type Html, html } from '../html.ts';

export function select(
  name: string,
  label: string,
  any: string,
  chosen: string | undefined,
  options: readonly (readonly [value: string, text: string])[],
): Html {
  return html`<label>
    <span class="hidden">${label}</span>
    <select name=${name}>
      <option value="">${any}</option>
      ${options.map(([value, text]) => html`<option value=${value} selected=${value === chosen}>${text}</option>`)}
    </select>
  </label>`;
}

export function field(name: string, label: string, value: string | undefined): Html {
  return html`<label>
    <span class="hidden">${label}</span>
    <input name=${name} value=${value ?? ''} placeholder=${label} maxlength="200" autocomplete="off" />
  </label>`;
}
