/** `field=value` of `--set`; null for anything else. */
export function readSetting(text: string): { field: string; value: string } | null {
  const found = /^([^=\s]+)=(.*)$/s.exec(text);
  return found ? { field: found[1] ?? '', value: found[2] ?? '' } : null;
}
