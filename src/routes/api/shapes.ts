import { z } from 'zod';
import type { EmailState } from '#lib/accounts/email/email-state.ts';
import type { LinkTitles } from '#lib/discussion/link-titles/titles.ts';
import type { ProfileView } from '#lib/discussion/people/profile-view.ts';
import type { SessionView } from '#lib/accounts/sessions/list-sessions.server.ts';
import type { VerdictMine } from '#lib/discussion/mine/mine-view.ts';
import type { Standing } from '#lib/discussion/where-it-stands/stands.ts';
import type { NewComments, ReadPosition } from '#lib/discussion/whats-new/new-comments.ts';
import type { StoredDraft } from '#lib/discussion/stored-drafts/stored-draft.ts';
import type { ChallengeView, CommentView, SiteMine } from '#lib/live/events.ts';
import type { SearchResult } from '#lib/search/search-view.ts';
import { REPORT_REASONS } from '#lib/moderation/reports/reason.ts';
import { NOTICE_KINDS } from '#lib/notices/notice.ts';
import type { ListedNotice } from '#lib/notices/notice-list-view.ts';
import type { OwnStanding } from '#lib/standing/own-standing.ts';
import { anchorShape } from '#lib/passages/anchor-input.ts';
import { RESTRICTION_SCOPES } from '#lib/standing/restriction.ts';
import type { VerdictListItem } from '#lib/verdicts/list/list-item-view.ts';
import type { VerdictView } from '#lib/verdicts/verdict-view.ts';

/** Schemas of the JSON API's responses, for the OpenAPI document and for the tests that compare responses with it. */

const count = z.int().min(0);
const stance = z.enum(['agree', 'disagree']);
export const time = z.iso.datetime().describe('UTC');
const role = z.enum(['reader', 'moderator', 'admin']);

export const switches = z.strictObject({
  signUp: z.enum(['open', 'approval', 'closed']),
  writing: z.enum(['on', 'off']),
  notice: z.string().describe('Shown to readers while writing is off; empty: a default sentence.'),
});

export const challenge = z.strictObject({
  source: z.string(),
  host: z.string(),
  state: z.enum(['open', 'upheld', 'amended', 'withdrawn']),
  note: z.string().optional().describe('Why, once it is decided.'),
  version: z.int().optional().describe('The verdict’s version that follows from it.'),
}) satisfies z.ZodType<ChallengeView>;

export const comment = z.strictObject({
  id: z.string(),
  verdict: z.string().describe('The verdict’s slug.'),
  parentId: z.string().nullable(),
  depth: z.int().min(0).max(8),
  author: z
    .strictObject({ username: z.string(), role })
    .nullable()
    .describe('Null if the comment was withdrawn or removed.'),
  answers: z
    .strictObject({ id: z.string(), username: z.string().nullable() })
    .nullable()
    .describe('The comment it replies to, if that is too deep to be its parent.'),
  html: z.string().nullable().describe('Null if the caller may not read it; so is `body`.'),
  body: z.string().nullable(),
  status: z.enum(['pending', 'visible', 'hidden', 'removed', 'withdrawn']),
  anchor: anchorShape.nullable().describe('The passage that it is about.'),
  createdAt: time,
  editedAt: time.nullable(),
  version: z.int().min(1),
  seq: count.describe('The verdict’s seq at its last change.'),
  born: count.describe('The verdict’s seq at its creation: siblings are in this order.'),
  replies: count.describe('Direct replies that are shown or have replies.'),
  helpful: count,
  notHelpful: count,
  counted: count.describe('The tally version of these counts: the higher of two is the newer.'),
  commonGround: z.literal(true).optional().describe('It has the badge “Helpful to both sides”.'),
  changedMinds: count.optional().describe('Readers who said that it changed their mind. Absent: none.'),
  locked: z.literal(true).optional().describe('Locked by a moderator: no new replies here and below.'),
  heat: z
    .strictObject({ reports: count, since: time })
    .optional()
    .describe('Its open reports: replies here and below are slowed down.'),
  authorReply: z.literal(true).optional().describe('An author of the paper marked it as their reply.'),
  challenge: challenge.optional().describe('A source against the passage that the comment is about.'),
  mine: z
    .strictObject({
      own: z.boolean(),
      helpful: z.boolean().nullable(),
      countsAt: time.optional().describe('Only while the rating is held in a burst of new accounts.'),
      canEdit: z.boolean(),
      canWithdraw: z.boolean(),
      canRate: z.boolean(),
    })
    .optional()
    .describe('Only for signed-in readers.'),
  nonce: z.string().optional(),
}) satisfies z.ZodType<CommentView>;

const source = z.strictObject({
  name: z.string().nullable(),
  feed: z.string().nullable(),
  url: z.string().nullable(),
});
const score = z.strictObject({ value: z.number(), max: z.number(), band: z.string().nullable() }).nullable();
const earlierWording = z.strictObject({
  label: z.string(),
  agree: count,
  disagree: count,
  until: z.int().min(1).describe('The last version with this wording.'),
  at: time.describe('When it was reworded.'),
});
const claim = z.strictObject({
  id: z.string(),
  kind: z.enum(['classification', 'assumption']),
  origin: z.enum(['classification-line', 'social-function', 'score', 'mode', 'assumption']),
  label: z.string(),
  detail: z.string().nullable(),
  agree: count,
  disagree: count,
  counted: count,
  minds: z
    .strictObject({
      readers: count,
      before: z.number().describe('The agree share of their first votes.'),
      after: z.number().describe('The agree share of their last votes.'),
      low: z.number().describe('The difference’s interval at 95 %.'),
      high: z.number(),
    })
    .nullable()
    .describe(
      'Of readers who voted before they opened the discussion; null with fewer than 20. Changes only when their number reaches another ten.',
    ),
  earlier: earlierWording
    .extend({
      before: z.array(earlierWording).optional().describe('Wordings before that one, the latest first.'),
    })
    .optional()
    .describe('How the latest version with another wording worded the claim, with its votes.'),
  mine: stance.nullable(),
  countsAt: time.optional().describe('Only while the vote is held in a burst of new accounts.'),
});

const aboutVerdict = {
  slug: z.string(),
  title: z.string(),
  source,
  publishedAt: z.iso.date().nullable(),
  publishedText: z.string().nullable().describe('The date as the source wrote it.'),
  model: z.string().nullable(),
  scorecards: z
    .strictObject({ model: z.string().nullable(), feed: z.string().nullable() })
    .describe('What follows /models/ and /sources/ in the addresses of its scorecards.'),
  sample: z.boolean(),
  score,
  comments: count,
  readers: count.describe('How many are reading it now.'),
  blindUntil: time
    .optional()
    .describe(
      'Pages hide the votes until then, except on claims that the reader voted on. Absent: no longer.',
    ),
};

export const listedVerdict = z.strictObject({
  ...aboutVerdict,
  classifications: z.array(claim.omit({ detail: true, minds: true, mine: true, countsAt: true })),
}) satisfies z.ZodType<VerdictListItem>;

const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('paragraph'), text: z.string() }),
  z.strictObject({ type: z.literal('heading'), text: z.string() }),
  z.strictObject({
    type: z.literal('list'),
    ordered: z.boolean(),
    items: z.array(z.string()),
    start: z.int().optional(),
  }),
  z.strictObject({
    type: z.literal('table'),
    header: z.array(z.string()).nullable(),
    rows: z.array(z.array(z.string())),
  }),
  z.strictObject({
    type: z.literal('assumption'),
    number: z.int(),
    label: z.string(),
    detail: z.string().nullable(),
  }),
]);

export const verdict = z.strictObject({
  ...aboutVerdict,
  id: z.string(),
  shape: z.enum(['autopsy', 'scored-claim', 'statement-analysis']),
  mode: z.string().nullable(),
  attribution: z.string().nullable(),
  confidence: z.number().nullable().describe('Percent.'),
  speaker: z.string().nullable().describe('Who made the statement, in a statement analysis.'),
  explanations: z
    .strictObject({ band: z.string().nullable(), mode: z.string().nullable(), score: z.string().nullable() })
    .describe(
      'What the score’s band, the mode and the scale mean; null for unknown names and without a score.',
    ),
  opening: z.string().nullable(),
  sections: z.array(
    z.strictObject({
      id: z.string(),
      heading: z.string(),
      kind: z.enum([
        'dissection',
        'fallacy',
        'assumptions',
        'social-function',
        'verdict',
        'summary',
        'claim',
        'rationale',
        'evidence',
        'excerpt',
        'reality',
        'analysis',
        'other',
      ]),
      banners: z.array(z.string()),
      blocks: z.array(block),
    }),
  ),
  claims: z.array(claim),
  weakestLink: z
    .string()
    .nullable()
    .describe(
      'The claim that most of both sides reject: those who agree and those who disagree with the headline claim, at least ten votes of each. It changes only when the votes on a claim pass a multiple of ten.',
    ),
  seq: count.describe('The value for `changes?since=`.'),
  tallyVersion: count,
  version: z.int().min(1),
  locked: z.literal(true).optional().describe('Locked by a moderator: no new comments.'),
  edition: z
    .strictObject({ at: time, note: z.string().nullable() })
    .optional()
    .describe('When the current version was written, and why it was edited. Absent: the first version.'),
  state: z
    .enum(['unpublished', 'retracted'])
    .optional()
    .describe('Absent: published. Only admins and programs see others.'),
}) satisfies z.ZodType<VerdictView>;

const next = z.string().nullable().describe('The cursor of the next page, or null.');
const tally = z.strictObject({ id: z.string(), agree: count, disagree: count, counted: count });

const following = z
  .strictObject({ parentId: z.string(), count })
  .describe(
    'The replies after these: whose reply the first of them is, and how many there are, counted up to 200.',
  );

export const commentPage = z.strictObject({
  items: z.array(comment),
  next,
  seq: count,
  moreReplies: z
    .record(z.string(), z.string())
    .describe('For top-level comments with more replies than these: the cursor for their replies.'),
  following: z.record(z.string(), following),
});
export const replies = z.strictObject({ items: z.array(comment), next, following: following.nullable() });
export const changes = z.strictObject({
  seq: count,
  comments: z.array(comment),
  more: z.boolean(),
  reset: z.boolean().describe('Too far behind: reload the thread.'),
  tally: count.describe('The `tally` of the next request.'),
  total: count,
  claims: z.array(tally).optional(),
  ratings: z
    .array(
      z.strictObject({
        comment: z.string(),
        helpful: count,
        notHelpful: count,
        counted: count,
        commonGround: z.boolean(),
        changedMinds: count,
      }),
    )
    .optional(),
});
const placedIn = z.int().min(1).describe('The verdict’s version that has these places.');
export const passages = z.strictObject({
  items: z.array(
    z.strictObject({
      section: z.string(),
      block: count.describe('Its index in the section.'),
      start: count.describe('In UTF-16 code units of the block’s text.'),
      end: count.describe('Behind the end of the block’s text if the passage goes on in the next block.'),
      comments: count,
    }),
  ),
  next: z.null(),
  version: placedIn,
});
export const passageComments = z.strictObject({
  items: z.array(comment),
  next: z.string().nullable(),
  count: count.describe('On all pages.'),
  version: placedIn,
});
export const history = z.strictObject({
  items: z.array(z.strictObject({ version: z.int(), body: z.string(), createdAt: time })),
  next: z.null(),
});
export const credited = z.strictObject({ credited: z.boolean(), changedMinds: count });
export const reported = z.strictObject({
  comment: z.string(),
  reason: z.enum(REPORT_REASONS),
  note: z.string().nullable(),
});

export const rated = z.strictObject({
  helpful: count,
  notHelpful: count,
  counted: count,
  commonGround: z.boolean().describe('The comment has the badge “Helpful to both sides”.'),
  mine: z.boolean().nullable(),
  countsAt: time.optional().describe('The rating is held in a burst of new accounts until then.'),
});
export const voted = z.strictObject({
  agree: count,
  disagree: count,
  counted: count,
  mine: stance.nullable(),
  countsAt: time.optional().describe('The vote is held in a burst of new accounts until then.'),
});
export const preview = z.strictObject({
  html: z.string(),
  /** Why it would be refused if it were sent now. */
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })),
});
export const listedVerdicts = z.strictObject({ items: z.array(listedVerdict), next });
export const account = z.strictObject({
  id: z.string(),
  username: z.string(),
  role,
  waiting: z.literal(true).optional().describe('Not yet approved by an admin: it can read, but not write.'),
  erasedAt: time
    .optional()
    .describe('Set if its owner deleted it: when it will be erased. Until then it can only be restored.'),
});

const bestComment = z
  .strictObject({
    id: z.string(),
    author: z.strictObject({ username: z.string() }).nullable().describe('Null: the account was erased.'),
    excerpt: z.string().describe('Its first words, as plain text.'),
  })
  .nullable();
export const whereItStands = z
  .strictObject({
    agreeing: bestComment,
    disagreeing: bestComment,
    commonGround: bestComment,
    weakestLink: z.string().nullable().describe('As of the verdict.'),
    first: z.array(z.string()).describe('Ids of the first comments in the order of common ground.'),
  })
  .describe(
    'What readers who agree with the headline claim find best, what those who disagree do, and what both do. Null: no comment has enough ratings, or the thread is short.',
  ) satisfies z.ZodType<Standing>;

export const linkTitles = z
  .strictObject({
    verdicts: z.array(z.strictObject({ slug: z.string(), title: z.string() })),
    comments: z.array(
      z.strictObject({
        id: z.string(),
        author: z.string().nullable().describe('Null: the account was erased.'),
        excerpt: z.string().describe('Its first words, as plain text.'),
      }),
    ),
  })
  .describe('What not everyone sees is left out.') satisfies z.ZodType<LinkTitles>;

export const person = z.strictObject({
  username: z.string(),
  role,
  bio: z.string().nullable().describe('One line of plain text. Null while the account may not comment.'),
  joinedAt: time,
  comments: z.int().describe('Visible ones. From 1,000 on, this and the next two are lower bounds.'),
  helpful: z.int().describe('Ratings of these comments as helpful.'),
  verdicts: z.int().describe('Verdicts with at least one of these comments.'),
}) satisfies z.ZodType<ProfileView>;

const restrictions = z
  .array(z.strictObject({ scope: z.enum(RESTRICTION_SCOPES), until: time.nullable() }))
  .describe('In force now; `until` is null if permanent.');

export const me = account.extend({
  email: z.string().nullable(),
  emailConfirmed: z.boolean(),
  pendingEmail: z
    .string()
    .nullable()
    .describe('A new address that is not confirmed yet, while `email` is the confirmed one.'),
  trust: z.strictObject({
    level: z.literal([0, 1, 2, 3]).describe('3: moderators and admins.'),
    missing: z
      .array(z.string())
      .describe('What the next level still needs, as words after “You still need”.'),
  }),
  restrictions,
}) satisfies z.ZodType<EmailState & OwnStanding>;

export const dataExport = z.strictObject({
  state: z.enum(['none', 'building', 'ready', 'failed']),
  url: z.string().optional().describe('Path of the JSON file. It needs the session cookie.'),
  htmlUrl: z.string().optional().describe('Path of the same data as a readable page.'),
  expiresAt: time.optional().describe('When the files are deleted.'),
});

export const sessions = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.string(),
      current: z.boolean().describe('The session of this request.'),
      createdAt: time,
      lastSeenAt: time.describe('Up to ten minutes behind.'),
      device: z.string().describe('Browser and system, such as “Firefox on Windows”.'),
    }),
  ),
}) satisfies z.ZodType<{ items: SessionView[] }>;

const newCount = z.strictObject({
  slug: z.string(),
  count: count.describe('At most 100: that many or more.'),
});

export const newCounts = z.strictObject({ items: z.array(newCount), next: z.null() });

export const newComments = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.string(),
      path: z
        .string()
        .describe(
          'The creation seqs of the comments above it and its own, 8 hex digits each: in reading order.',
        ),
    }),
  ),
  upTo: count.describe('These are all new comments created up to this seq.'),
  more: z.boolean().describe('There are newer ones.'),
}) satisfies z.ZodType<NewComments>;

const readPosition = z.strictObject({
  seq: count.describe('Every comment created up to this seq has been read.'),
  at: time.describe('When it moved last.'),
  opened: z.boolean().optional().describe('The discussion has been on the caller’s screen.'),
  section: z.string().nullable().describe('The section of the verdict that was read last.'),
  count: count.describe('Comments of others created since, at most 100: that many or more.'),
}) satisfies z.ZodType<ReadPosition>;

export const siteMine = z.strictObject({
  viewer: z.strictObject({
    id: z.string(),
    username: z.string(),
    role,
    waiting: z.boolean().describe('Not yet approved by an admin: it can read, but not write.'),
  }),
  unread: count.describe('Unread notices, at most 1000: that many or more.'),
  queue: z
    .strictObject({ reports: count, requests: count, held: count, appeals: count })
    .nullable()
    .describe('Open cases, up to 100 of each kind; null unless the caller moderates.'),
  closed: z.array(z.string()).describe('Why the caller can’t comment or vote now; empty if they can.'),
  news: z
    .array(newCount)
    .optional()
    .describe('New comments of the verdicts asked for, without those that the caller has never opened.'),
}) satisfies z.ZodType<SiteMine>;

export const verdictMine = siteMine.extend({
  barred: z.boolean().describe('The caller can’t report anything now.'),
  claims: z
    .array(z.strictObject({ id: z.string(), mine: stance, countsAt: time.optional() }))
    .describe('The claims that the caller voted on.'),
  ratings: z
    .array(z.strictObject({ comment: z.string(), helpful: z.boolean(), countsAt: time.optional() }))
    .describe('The caller’s ratings of the comments asked for.'),
  comments: z
    .array(comment)
    .describe(
      'The caller’s own among the comments asked for, and their newest 20 pending or hidden ones. For moderators also those asked for that aren’t visible, and the newest 50 pending or hidden ones.',
    ),
  blocked: z.array(z.string()).describe('Names of the people whom the caller blocks.'),
  read: readPosition.nullable().describe('Null: the caller hasn’t opened the verdict before.'),
  credits: z
    .array(z.string())
    .describe('Ids of the comments on this verdict that changed the caller’s mind.'),
  peeked: z.boolean().describe('The caller asked for the votes that the page hides at first.'),
  restrictions,
}) satisfies z.ZodType<VerdictMine>;

export const searchResult = z.strictObject({
  items: z.array(
    z.strictObject({
      kind: z.enum(['verdict', 'comment']),
      verdict: z.strictObject({ slug: z.string(), title: z.string() }),
      comment: comment.optional(),
      excerpt: z.string().describe('HTML: escaped text, with the words found in `<mark>`.'),
    }),
  ),
  next,
  in: z
    .enum(['verdicts', 'comments'])
    .nullable()
    .describe('What was searched, also by operators; null: both.'),
  people: z
    .array(z.strictObject({ username: z.string(), role }))
    .describe('On the first page: those whose name is like `q`.'),
  corrected: z
    .string()
    .nullable()
    .describe('`q` finds nothing and seems to have a typo: the items are of this query. Send it for more.'),
  hints: z.array(z.string()).describe('Sentences about parts of `q` that were left out.'),
}) satisfies z.ZodType<SearchResult>;

export const notices = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(NOTICE_KINDS),
      count: z.int().min(1).describe('Similar notices that it stands for.'),
      people: z.array(z.string()).describe('Whose comments these are, the newest first.'),
      verdict: z.strictObject({ slug: z.string(), title: z.string() }).optional(),
      comment: z.string().optional().describe('The id of the comment that the newest is about.'),
      excerpt: z.string().optional().describe('Absent if the caller may not read the comment.'),
      at: time,
      read: z.boolean(),
    }) satisfies z.ZodType<ListedNotice>,
  ),
  next: z.string().nullable(),
  unread: count.describe('At most 1000: that many or more.'),
});

export const unreadComments = z.strictObject({ comments: z.array(z.string()) });

export const problem = z.strictObject({
  type: z.url().describe('A page that explains the code.'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  current: z.unknown().optional().describe('The current state, with 409 and 410.'),
});

export const draft = z.strictObject({
  key: z.string(),
  body: z.string(),
  version: z.int().min(1).nullable().describe('Of the comment whose text an edit started from.'),
  anchor: anchorShape.optional().describe('The passage that it is about.'),
  updatedAt: time,
  device: z.string().describe('Such as “Firefox on Windows”.'),
  writer: z.string().nullable().describe('The tab that it was typed in.'),
}) satisfies z.ZodType<StoredDraft>;
export const drafts = z.strictObject({ items: z.array(draft), next: z.null() });
