// Patterns for whole lines of the site: a sentence of a verdict may mention comments or newsletters.

// Sentences that only the site writes: the verdict is above them.
export const SITE_ENDS = [
  /^no comments(?: yet)?\s*(?:[.…]|[.…]?\s*(?:be the first|start the|sign in|log in|join the)\b.{0,60})?$/i,
  /^(?:be the first|(?:sign|log) in|join) to (?:comment|reply|weigh in|join|vote|take part|argue)\b.{0,60}$/i,
  /^a weekly digest of ai displacement cope, scored by the oracle\.?$/i,
  /^top stories, new verdicts, and fresh data\.?$/i,
  /^weekly\. no spam\. unsubscribe anytime\..{0,40}$/i,
  /^powered by beehiiv\.?$/i,
  /^got feedback\?(?:\s*send feedback)?$/i,
  /^(?:comments|discussion|replies)\s*[(:·]\s*\d+\s*\)?$/i,
  /^\d+ (?:comments?|replies)(?: so far)?$/i,
  /^share this (?:analysis|verdict|page|article|post|story)(?:\s*(?:on|via|with|:)\s[^.!?]{0,40}|\s*[:→])?$/i,
];
// Short lines that a verdict could contain: they end it only if none of its sections follows.
export const ENDS = [
  /^(?:all |reader |user |latest |top )?(?:comments?|discussion|replies|responses)\s*(?:[(:]\s*\d+\s*\)?|·\s*\d+)?\s*:?$/i,
  /^\d+ (?:comments?|replies|responses)(?: so far)?$/i,
  /^(?:add|leave|post|write) a (?:comment|reply)\b.{0,30}$/i,
  /^(?:join|read) the (?:discussion|comments)\b.{0,30}$/i,
  /^(?:get |subscribe to |join )?the cope report(?: (?:in|to) your inbox)?\b.{0,3}$/i,
  /^powered by .{1,30}$/i,
  /^get (?:the|our) (?:weekly )?(?:digest|newsletter)\b.{0,20}$/i,
  /^(?:subscribe|sign up) (?:to|for) (?:the|our) (?:newsletter|digest|cope report)\b.{0,20}$/i,
  /^(?:your email(?: address)?|loading comments[.…]*)$/i,
  /^original\s*:\s*(?:https?:\/\/\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:\/\S*)?)$/i,
  /^(?:(?:terms|privacy|contact|about|imprint|cookies|rss|press)(?: (?:of (?:use|service)|policy|us))?(?:\s*[·|•]\s*|$)){2,}$/i,
  /^(?:previous|next)$/i,
  /^(?:newsletter|subscribe|subscribe(?: for)? free|subscribe now|sign up free)\s*[→]?$/i,
  /^(?:send|give|leave|share)(?: us)? feedback$/i,
  /^(?:read|view|see|open|go to|visit) (?:the )?(?:original|full|source)(?: (?:article|source|story|report|paper|post|text))?\s*[:→↗»]?(?:\s*https?:\/\/\S+)?$/i,
  /^(?:share|share this|tweet|copy link|email this|share:.{0,60})$/i,
  /^(?:share|post) (?:on|to|via) (?:x|twitter|facebook|linkedin|reddit|bluesky|mastodon|email)\b.{0,60}$/i,
  /^(?:related|similar|more|other|latest|recent|next|previous|further)(?: oracle)? (?:verdicts?|analyses|dissections|articles|posts|reading)\s*:?$/i,
  /^(?:related|read next|up next|keep reading|you might also like|see also|more from (?:the oracle|copecheck|this source).{0,20})\s*:?$/i,
  /^(?:←|‹|«)?\s*back to .{1,30}$/i,
  /^© ?\d{4}\b.{0,60}$/,
];
// Copied text may be cut off in the middle of one of these.
export const PHRASES = [
  'No comments yet. Be the first to weigh in.',
  'The Cope Report',
  'A weekly digest of AI displacement cope, scored by the Oracle.',
  'Top stories, new verdicts, and fresh data.',
  'Subscribe Free',
  'Weekly. No spam. Unsubscribe anytime. Powered by beehiiv.',
  'Got feedback?',
  'Send Feedback',
  'Open original source',
  'Share this analysis',
  'Back to Analyser',
  'Related verdicts',
];
// Shorter prefixes also start other lines (`The Co…`).
export const MIN_PHRASE = 7;
export const MAX_BOILERPLATE_LINE = 200;

/** Bullets, arrows and icons around links. */
export const DECORATION = /^(?:[^\p{L}\p{N}©]+\s)|\s*[→↗»›]{1,3}$/gu;

export const SITE_NAME = /^copecheck(?:\s*[·|–—-].{0,40}|\s*logo)?$/i;
export const BACK = /^(?:←|‹|«)?\s*back(?: to .{1,30})?$/i;
export const MENU_ENTRY =
  /^(?:copecheck|home|about|feed|the feed|verdicts|all verdicts|latest|analy[sz]er|leaderboard|index|archive|search|menu|open menu|close menu|newsletter|the cope report|subscribe|sign (?:in|up|out)|log ?(?:in|out)|register|account|settings|notices|feedback|rss|skip to (?:main )?content|(?:toggle )?(?:dark|light) mode|toggle theme|theme|share|oracle|the oracle|methodology|faq|contact|moderation(?: log)?|scorecards?|sources|models|people|statements)$/i;
// A menu is a few short lines.
export const MAX_MENU = 40;
export const MENU_WIDTH = 60;
