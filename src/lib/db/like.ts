/** Text as it stands in a LIKE pattern, without wildcards of its own. */
export function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
