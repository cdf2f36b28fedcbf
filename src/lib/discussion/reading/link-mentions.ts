import type { MarkdownIt, Token } from 'markdown-it';
import { skeletonOf, USERNAME_MAX, USERNAME_MIN } from '#lib/accounts/username.ts';

/** What the renderer is given about names: those to link, by skeleton, or a set that collects all that it sees. */
export interface MentionEnv {
  names?: Map<string, string>;
  seen?: Set<string>;
}

/** In an address, a word or a longer handle, `@name` isn't a mention. */
const BEFORE = /[\p{L}\p{N}\p{M}_@/\\.+=&#%~$-]$/u;
const AFTER = /^(?:[\p{L}\p{N}\p{M}@]|\.[A-Za-z0-9])/u;
const NAME = /@([A-Za-z0-9_-]+)/g;

/**
 * Links `@name` in text, on tokens: not in code, links or quotes, and not where `@` is escaped. Before text_join, which
 * forgets what was escaped.
 */
export function linkMentions({ core }: MarkdownIt): void {
  core.ruler.before('text_join', 'mentions', ({ tokens, env, Token: TokenClass }) => {
    const { names, seen } = env as MentionEnv;
    if (!names && !seen) return;
    let quotes = 0;
    for (const token of tokens) {
      if (token.type === 'blockquote_open') quotes++;
      if (token.type === 'blockquote_close') quotes--;
      if (token.type === 'inline' && quotes === 0 && token.content.includes('@'))
        token.children = linked(joined(token.children ?? []), { names, seen }, TokenClass);
    }
  });
}

/** Unused marks of emphasis, such as `_` in a name, are tokens of their own. */
function joined(children: Token[]): Token[] {
  const out: Token[] = [];
  for (const token of children) {
    const last = out.at(-1);
    if (token.type === 'text' && last?.type === 'text') last.content += token.content;
    else if (token.type !== 'text' || token.content !== '') out.push(token);
  }
  return out;
}

function linked(children: Token[], env: MentionEnv, TokenClass: typeof Token): Token[] {
  let links = 0;
  return children.flatMap((token, i) => {
    if (token.type === 'link_open') links++;
    if (token.type === 'link_close') links--;
    if (token.type !== 'text' || links > 0) return [token];
    return split(token, { before: endOf(children[i - 1]), next: children[i + 1] }, env, TokenClass);
  });
}

/** Text in front of a token; a space where a line or a mark begins. */
function endOf(token: Token | undefined): string {
  if (!token || token.nesting === 1 || token.type.endsWith('break')) return ' ';
  return token.type === 'text_special' ? token.content : '_';
}

function split(
  token: Token,
  { before, next }: { before: string; next: Token | undefined },
  { names, seen }: MentionEnv,
  TokenClass: typeof Token,
): Token[] {
  const text = token.content;
  const out: Token[] = [];
  const add = (content: string) => content !== '' && out.push(textToken(content, token.level, TokenClass));
  let done = 0;
  for (const { index, 0: whole, 1: run = '' } of text.matchAll(NAME)) {
    const rest = text.slice(index + whole.length) || (next?.type === 'text_special' ? next.content : '');
    const name = run.replace(/[_-]+$/, '');
    if (BEFORE.test(before + text.slice(0, index)) || AFTER.test(rest)) continue;
    if (name.length < USERNAME_MIN || name.length > USERNAME_MAX) continue;
    const skeleton = skeletonOf(name);
    seen?.add(skeleton);
    const username = names?.get(skeleton);
    if (username === undefined) continue;
    add(text.slice(done, index));
    out.push(...link(`@${name}`, username, token.level, TokenClass));
    done = index + 1 + name.length;
  }
  add(text.slice(done));
  return out;
}

function textToken(content: string, level: number, TokenClass: typeof Token): Token {
  return Object.assign(new TokenClass('text', '', 0), { content, level });
}

function link(text: string, username: string, level: number, TokenClass: typeof Token): Token[] {
  const open = Object.assign(new TokenClass('link_open', 'a', 1), { level });
  open.attrs = [
    ['href', `/u/${username}`],
    ['class', 'mention'],
  ];
  return [
    open,
    textToken(text, level + 1, TokenClass),
    Object.assign(new TokenClass('link_close', 'a', -1), { level }),
  ];
}

const LINKED = /<a href="\/u\/([\w-]+)" class="mention">/g;

/** The names that stored HTML links: rendering it again links the same ones, without asking who exists. */
export function linkedNames(html: string): string[] {
  return [...new Set([...html.matchAll(LINKED)].map(([, name = '']) => name))];
}
