/** Text as a LIKE pattern that matches it literally. */
export function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
