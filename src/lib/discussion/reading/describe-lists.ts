import type { MarkdownIt, Token } from 'markdown-it';

/**
 * What the layout of lists and quotes needs: the direction of their own text, which decides on which side they begin, and
 * how many digits the largest number of a list has (comment.css makes room for it).
 */
export function describeLists({ core }: MarkdownIt): void {
  core.ruler.push('describe_lists', ({ tokens }) => {
    const open: { list: Token; items: number }[] = [];
    for (const token of tokens) {
      if (/^(?:blockquote|.*_list)_open$/.test(token.type)) token.attrSet('dir', 'auto');
      if (token.type.endsWith('_list_open')) open.push({ list: token, items: 0 });
      if (token.type === 'list_item_open') open.at(-1)!.items++;
      if (token.type.endsWith('_list_close')) setDigits(open.pop()!);
    }
  });
}

function setDigits({ list, items }: { list: Token; items: number }): void {
  if (list.type !== 'ordered_list_open') return;
  const last = Number(list.attrGet('start') ?? 1) + items - 1;
  const digits = String(last).length;
  if (digits > 1) list.attrSet('class', `digits-${digits}`);
}
