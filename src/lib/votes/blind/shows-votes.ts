/**
 * Whether this address, relative or the page that sent a form, is the one of a verdict that shows its votes on request.
 * Votes from there aren't blind. @returns the verdict's slug
 */
export function showsVotesOf(address: string | null | undefined): string | null {
  const url = address ? URL.parse(address, 'http://here.invalid') : null;
  if (url?.searchParams.get('votes') !== 'shown') return null;
  return /^\/v\/([\w-]+)$/.exec(url.pathname)?.[1] ?? null;
}
