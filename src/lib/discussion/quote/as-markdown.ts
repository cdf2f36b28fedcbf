// What the sanitiser leaves of a comment (reading/markdown.server.ts), back as Markdown.

const MARKS: Record<string, string> = { EM: '*', STRONG: '**', S: '~~' };
const BLOCKS = new Set(['P', 'UL', 'OL', 'LI', 'BLOCKQUOTE', 'PRE', 'HR']);

/** The selected part of a comment as a Markdown quotation, each line after `> `. */
export function quotationOf(range: Range): string {
  const around = range.commonAncestorContainer;
  const inside = around instanceof Element ? around : around.parentElement!;
  const content = range.cloneContents();
  const text = inside.closest('pre, code') ? codeOf(content, inside) : blocksOf(content);
  return text
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

function codeOf({ textContent }: Node, inside: Element): string {
  const code = textContent ?? '';
  return inside.closest('pre') ? fenced(code) : codeSpan(code);
}

function fenced(code: string): string {
  const fence = code.includes('```') ? '~~~' : '```';
  return `${fence}\n${code.replace(/\n$/, '')}\n${fence}`;
}

const codeSpan = (code: string) => (code.includes('`') ? `\`\` ${code} \`\`` : `\`${code}\``);

function isBlock(node: Node): node is Element {
  return node instanceof Element && BLOCKS.has(node.tagName);
}

function blocksOf(parent: Node): string {
  const parts: string[] = [];
  let line = '';
  const endLine = () => {
    if (line.trim() !== '') parts.push(line.trim());
    line = '';
  };
  for (const node of parent.childNodes) {
    if (isBlock(node)) {
      endLine();
      parts.push(blockOf(node));
    } else line += inlineOf(node);
  }
  endLine();
  // The items of a list follow each other.
  const isList = parent instanceof Element && /^[UO]L$/.test(parent.tagName);
  return parts.filter(Boolean).join(isList ? '\n' : '\n\n');
}

function blockOf(block: Element): string {
  switch (block.tagName) {
    case 'PRE':
      return fenced(block.textContent ?? '');
    case 'HR':
      return '---';
    case 'BLOCKQUOTE':
      return prefixed(blocksOf(block), '> ', '> ');
    case 'LI': {
      const number = block.parentElement?.tagName === 'OL' ? `${numberOf(block)}.` : '-';
      return prefixed(blocksOf(block), `${number} `, ' '.repeat(number.length + 1));
    }
    default:
      return blocksOf(block);
  }
}

function numberOf(item: Element): number {
  const list = item.parentElement as HTMLOListElement;
  return list.start + [...list.children].indexOf(item);
}

function prefixed(text: string, first: string, rest: string): string {
  return text
    .split('\n')
    .map((line, i) => `${i === 0 ? first : rest}${line}`.trimEnd())
    .join('\n');
}

function inlineOf(node: Node): string {
  if (!(node instanceof Element)) return escaped(lineOf(node));
  if (node.tagName === 'BR') return '\n';
  if (node.tagName === 'CODE') return codeSpan(node.textContent ?? '');
  const inner = [...node.childNodes].map(inlineOf).join('');
  if (inner.trim() === '') return inner;
  if (node.tagName === 'A') return linkOf(node, inner);
  const mark = MARKS[node.tagName] ?? '';
  return `${mark}${inner}${mark}`;
}

/** The sanitiser puts a line break after each `<br>`. */
function lineOf({ textContent, previousSibling }: Node): string {
  const text = (textContent ?? '').replace(/\n/g, ' ');
  return previousSibling?.nodeName === 'BR' ? text.trimStart() : text;
}

/**
 * An address that is its own text becomes a link again by itself. So does one that shows a title (link-titles): a copy of
 * the title would outlive what it is of.
 */
function linkOf(link: Element, inner: string): string {
  const address = link.getAttribute('href') ?? '';
  return [link.textContent, link.getAttribute('title')].includes(address)
    ? address
    : `[${inner}](${address})`;
}

/** Signs that Markdown would take for its own. */
function escaped(text: string): string {
  return text.replace(/[\\*_`~[\]]/g, '\\$&').replace(/^(\s*\d*)([#>+\-.)])(?=\s)/, '$1\\$2');
}
