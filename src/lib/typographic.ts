import MarkdownIt from 'markdown-it';

// Only the library's rule for quotes: the text is no Markdown.
const markdown = new MarkdownIt('zero', { typographer: true });
markdown.core.ruler.enableOnly(['block', 'inline', 'smartquotes']);

const OTHER_SCRIPT = /[^\P{L}\p{Script=Latin}\p{Script=Greek}\p{Script=Common}]/u;

/**
 * A text with typographic quotes and apostrophes in place of straight ones, each one for one character, so that offsets
 * stay. Only for showing it: stored texts stay as they were published. Other scripts have their own quotation marks.
 */
export function typographic(text: string): string {
  if (!/['"]/.test(text) || OTHER_SCRIPT.test(text)) return text;
  const [block] = markdown.parseInline(text, {});
  return (block?.children ?? []).map(({ content }) => content).join('');
}

/** All texts in a value, at any depth. */
export function typographicTexts<T>(value: T): T {
  if (typeof value === 'string') return typographic(value) as T;
  if (Array.isArray(value)) return value.map(typographicTexts) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, typographicTexts(each)])) as T;
}
