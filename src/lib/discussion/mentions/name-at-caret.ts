/** In front of `@`: the beginning, a space or an opening mark. */
const TYPED = /(?:^|[\s("'“‘«[{>—–-])@([A-Za-z0-9_-]{1,24})$/;

/** The part of a name that is being typed before the caret, without `@`; null: none. */
export function nameAtCaret({
  value,
  selectionStart,
  selectionEnd,
}: Pick<HTMLTextAreaElement, 'value' | 'selectionStart' | 'selectionEnd'>): string | null {
  if (selectionStart !== selectionEnd) return null;
  return TYPED.exec(value.slice(Math.max(0, selectionStart - 30), selectionStart))?.[1] ?? null;
}

/** Those of the thread first, then others, each once. */
export function mergedNames(typed: string, here: string[], found: string[], most: number): string[] {
  const begins = (name: string) => name.toLowerCase().startsWith(typed.toLowerCase());
  return [...new Set([...here.filter(begins), ...found])].slice(0, most);
}
