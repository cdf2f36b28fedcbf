import { findPeople } from '#lib/accounts/find-person.server.ts';
import { namesIn, renderMarkdown } from '#lib/discussion/reading/markdown.server.ts';
import { readMentioned } from './mentioned.store.server.ts';

/** People whom one comment mentions: the others stay plain text, so that no comment calls a crowd. */
export const MAX_MENTIONS = 5;

/** Names that are looked up in one text. */
const MAX_NAMES = 25;

export interface Mentioned {
  id: string;
  username: string;
}

/**
 * The people whom a text mentions, in its order. No query without an `@name` in the text.
 * @param commentId of an edited comment: who is mentioned in its earlier texts counts too. Nobody else is linked, because
 * an erasure finds links by the stored mentions.
 */
export async function findMentioned(
  body: string,
  authorId: string,
  commentId?: string,
): Promise<Mentioned[]> {
  const names = namesIn(body).slice(0, MAX_NAMES);
  if (names.length === 0) return [];
  const people = await findPeople(names);
  const stored = commentId ? await readMentioned(commentId) : [];
  const others = people.filter(({ id }) => id !== authorId);
  const added = others.filter(({ id }) => !stored.includes(id)).slice(0, MAX_MENTIONS - stored.length);
  return others.filter((person) => stored.includes(person.id) || added.includes(person));
}

/** A text as HTML: `plain` is what screening reads, where a mention is no link. */
export function renderText(body: string, mentioned: Mentioned[]): { html: string; plain: string } {
  const plain = renderMarkdown(body);
  const names = mentioned.map(({ username }) => username);
  return { html: names.length > 0 ? renderMarkdown(body, names) : plain, plain };
}
