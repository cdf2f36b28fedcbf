import { findReadable } from '#lib/discussion/reading/find-comment.server.ts';
import { textOfHtml } from '#lib/discussion/reading/markdown.server.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { typographic } from '#lib/typographic.ts';
import type { StructuredVerdict } from '#lib/verdicts/verdict.ts';
import { excerpt, isRun, wordsOf } from './excerpt.ts';
import type { SearchQuery } from './query.ts';
import type { SearchItem } from './search-view.ts';
import { readVerdictTexts } from './verdict-search.store.server.ts';
import { readSameStems } from './words.store.server.ts';

export interface Match {
  kind: 'verdict' | 'comment';
  id: string;
}

/**
 * The matches as they are now: what the actor may no longer read, since the matches were found, is left out.
 */
export async function showItems(
  matches: Match[],
  { query, ...context }: RequestContext & { query: SearchQuery },
): Promise<SearchItem[]> {
  const idsOf = (kind: Match['kind']) => matches.filter((match) => match.kind === kind).map(({ id }) => id);
  const [comments, verdicts] = await Promise.all([
    findReadable(idsOf('comment'), context),
    readVerdictTexts(idsOf('verdict'), context.actor),
  ]);
  const items = matches.flatMap(({ kind, id }): (SearchItem & { text: string })[] => {
    if (kind === 'comment') {
      const found = comments.get(id);
      if (!found) return [];
      const { comment, title } = found;
      const verdict = { slug: comment.verdict, title: typographic(title) };
      return [{ kind, verdict, comment, excerpt: '', text: textOfHtml(comment.html ?? '') }];
    }
    const found = verdicts.find((verdict) => verdict.id === id);
    if (!found) return [];
    const { slug, title, content } = found;
    const text = typographic(textOfVerdict(content));
    return [{ kind, verdict: { slug, title: typographic(title) }, excerpt: '', text }];
  });
  const sought = wordsOf(soughtText(query));
  const runs = sought.filter(isRun);
  const found = await foundWords(
    items.map(({ text }) => text),
    sought,
  );
  return items.map(({ text, ...item }) => ({ ...item, excerpt: excerpt(text, found, runs) }));
}

const soughtText = ({ groups }: SearchQuery) =>
  groups
    .flat()
    .filter(({ excluded }) => !excluded)
    .map(({ text }) => text)
    .join(' ');

/** The words of the texts that are the same as a word that is searched for, or another form of it. */
async function foundWords(texts: string[], sought: string[]): Promise<Set<string>> {
  const plain = sought.filter((word) => !isRun(word));
  const initials = new Set(plain.map((word) => word[0]));
  const words = new Set(texts.flatMap(wordsOf).filter((word) => initials.has(word[0]) && !isRun(word)));
  return new Set(await readSameStems([...words], plain));
}

/** What readers see of it, in their order. */
function textOfVerdict({ opening, sections }: StructuredVerdict): string {
  const texts = sections.flatMap(({ heading, blocks }) => [
    heading ? `${heading} ·` : '',
    ...blocks.flatMap((block) => {
      if (block.type === 'list') return block.items;
      if (block.type === 'table') return [...(block.header ?? []), ...block.rows.flat()];
      if (block.type === 'assumption') return [block.label, block.detail ?? ''];
      return [block.text];
    }),
  ]);
  return [opening ?? '', ...texts].filter(Boolean).join('\n');
}
