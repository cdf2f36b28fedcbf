/** A start tag of a control, or one with the role of an alert. A quoted value may have `>`. */
const TAG = /<(input|textarea|select|button|div|p|span)\b(?:"[^"]*"|[^">])*>/gi;

const INVALID = /^<(?:input|textarea|select)\b.*\saria-invalid="?true\b/is;
const ALERT = /\srole="?alert\b/i;
/** Outside of quoted values, which may be what was typed. */
const AUTOFOCUS = /("[^"]*")|\sautofocus(?:="")?(?=[\s/>])/gi;

/**
 * The page that a refused form returns to. Without scripts, it would be shown from its top, with the fault out of sight:
 * the browser focuses the first refused field instead, or else the first alert, and scrolls to it.
 */
export function focusRefusal(html: string): string {
  const tags = [...html.matchAll(TAG)];
  const first = tags.find(([tag]) => INVALID.test(tag)) ?? tags.find(([tag]) => ALERT.test(tag));
  if (!first) return html;
  return html.replace(TAG, (tag: string, name: string, ...[at]: number[]) => {
    const plain = tag.replace(AUTOFOCUS, (_match, quoted?: string) => quoted ?? '');
    if (at !== first.index) return plain;
    const focusable = INVALID.test(tag) ? '' : ' tabindex="-1"';
    return plain.replace(`<${name}`, `<${name}${focusable} autofocus`);
  });
}
