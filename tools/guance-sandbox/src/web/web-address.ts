/** The address if a browser may follow it, else null: no `javascript:`, no `data:`. */
export function webAddress(text: string): string | null {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? '') ? text : null;
}
