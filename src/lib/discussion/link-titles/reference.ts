/** A place on this site that a link leads to. */
export interface Reference {
  slug: string;
  /** The id of a comment; null: the verdict. */
  comment: string | null;
}

const VERDICT = /^\/v\/([a-z0-9-]+)\/?$/;
const COMMENT = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Null: not a verdict or a comment of this site. */
export function referenceOf(address: string, origin: string): Reference | null {
  const url = URL.parse(address);
  const slug = url?.origin === origin ? VERDICT.exec(url.pathname)?.[1] : undefined;
  if (!url || slug === undefined) return null;
  const named = url.hash.startsWith('#c-') ? url.hash.slice('#c-'.length) : url.searchParams.get('comment');
  return { slug, comment: named !== null && COMMENT.test(named) ? named : null };
}

/** Whether a link shows its address and not words that its writer chose. */
export function isBare(text: string, address: string): boolean {
  const shown = text.trim();
  return shown === address || shown === decoded(address) || shown === address.replace(/^https?:\/\//, '');
}

function decoded(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}
