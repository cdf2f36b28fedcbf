// Words that pages append to a publisher's name to name one of its feeds.
const FEED_WORDS =
  /\s+(?:front ?page|home ?page|top stories|latest(?: news)?|newest|news ?feed|rss(?: feed)?|feed|newsletter|blog)$/i;
// `econ.GN`, `quant-ph`, `r/economics`.
const CATEGORY = /\s+(?:[a-z][a-z-]*\.[A-Za-z-]{2,}|r\/\w+)$/;
const ARXIV = /^arxiv\b/i;
const DIVIDER = /\s*(?::\s|\s[·|>/–—-]\s|›|»|\()/;

/**
 * The publisher of a feed: `arXiv` for `arXiv econ.GN`, `Hacker News` for `Hacker News Front Page`. Unknown feeds are
 * their own publisher.
 */
export function feedName(feed: string): string {
  if (ARXIV.test(feed)) return 'arXiv';
  const divided = feed.split(DIVIDER, 1)[0]!.trim() || feed;
  return divided.replace(CATEGORY, '').replace(FEED_WORDS, '').trim() || feed;
}
