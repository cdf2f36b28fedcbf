import type { RequestEvent } from '@sveltejs/kit';

/** The rest of a query (order, place in a list, forms, return paths) shows the same page. */
const OWN_PAGES = ['source'];

const SITE =
  'An AI reviewer publishes verdicts on papers about work and machines, and readers argue with them.';

/** By route. Pages whose description depends on what they show have it in their component. */
const DESCRIPTIONS: Record<string, string> = {
  '/sign-in': 'Sign in to CopeCheck to comment, reply and vote.',
  '/sign-up': 'Create a CopeCheck account to comment, reply and vote on the Oracle’s verdicts.',
  '/feedback': 'Tell the people who run CopeCheck what is broken, missing or wrong.',
  '/removal-requests': 'Ask CopeCheck to remove a comment that names or harms you. You need no account.',
  '/report':
    'The Cope Report: a weekly digest of CopeCheck’s new verdicts, by email. Past issues and subscription.',
  '/reset': 'Choose a new password for your CopeCheck account.',
  '/v/[slug]/versions': 'The versions of this verdict, with what changed and when.',
  '/v/[slug]/versions/[version]': 'An earlier version of a verdict.',
  '/v/[slug]/history/[id]': 'The earlier texts of an edited comment.',
  '/v/[slug]/options': 'What you can do with a comment.',
  '/v/[slug]/report/[id]': 'Report a comment to the moderators.',
};

/** What a page says to search engines and link previews, unless its component does. Kept out of its JavaScript. */
export function pageHead(html: string, { url, route }: RequestEvent): string {
  const description = DESCRIPTIONS[route.id ?? ''] ?? SITE;
  return [
    !html.includes('<meta name="description"') && `<meta name="description" content="${description}" />`,
    // An address without a page has none.
    route.id !== null &&
      // With its bracket, which text on the page can't have.
      !html.includes('<link rel="canonical"') &&
      `<link rel="canonical" href="${escaped(canonical(url))}" />`,
    `<meta property="og:site_name" content="CopeCheck" />`,
    `<meta property="og:image" content="${url.origin}/og.png" />`,
    `<meta property="og:image:width" content="1200" />`,
    `<meta property="og:image:height" content="630" />`,
    `<meta property="og:image:alt" content="CopeCheck: the Oracle’s verdicts, and what readers say about them" />`,
    `<meta name="twitter:card" content="summary_large_image" />`,
  ]
    .filter(Boolean)
    .join('\n    ');
}

function canonical({ origin, pathname, searchParams }: URL): string {
  const own = new URLSearchParams([...searchParams].filter(([name]) => OWN_PAGES.includes(name)));
  return `${origin}${pathname}${own.size > 0 ? `?${own}` : ''}`;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
