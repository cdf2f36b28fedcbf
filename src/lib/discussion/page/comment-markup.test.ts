import { expect, test } from 'vitest';
import type { CommentView } from '#lib/live/events.ts';
import { commentView } from '../../../../tests/support/comment.ts';
import { commentMarkup, type CommentOnPage, type PageOfComments } from './comment-markup.ts';
import { sortTabs } from './sort-tabs.ts';

const PAGE: PageOfComments = {
  has: (id) => id === 'here',
  slug: 'v',
  query: '?',
  closed: false,
  now: Date.parse('2026-05-21T12:30:00Z'),
  timeZone: 'UTC',
};

function markupOf(comment: Partial<CommentView> = {}, shown: Partial<CommentOnPage> = {}, page = PAGE) {
  const rest = { collapsed: false, folded: 0, form: null, waiting: 0, sending: null, locked: false };
  return commentMarkup({ comment: commentView('a', 1, comment), ...rest, ...shown }, page);
}

const OWN = { own: true, helpful: null, canEdit: true, canWithdraw: true, canRate: false };

test('what people wrote is escaped, except the HTML that the sanitiser made', () => {
  const evil = '"><script>alert(1)</script>';
  const text = markupOf({
    author: { username: evil, role: 'reader' },
    answers: { id: 'b', username: evil },
    anchor: { section: evil, quote: evil },
    html: '<p>It <em>is</em>.</p>',
  });
  expect(text).not.toContain('<script');
  expect(text).not.toContain('""');
  expect(text).toContain('<p>It <em>is</em>.</p>');
  expect(markupOf({ html: null, body: evil })).not.toContain('<script');
});

test('a passage with other words in the verdict, or no longer there, is labelled with its version', () => {
  const anchor = { section: 's', quote: 'A passage.', version: 2 };
  const text = markupOf({ anchor: { ...anchor, state: 'lost' }, verdict: 'v' });
  expect(text).toContain(
    '<a href="/v/v/versions/2#s-s">A passage.</a></blockquote><p class="version lost">Quoted from version 2</p>',
  );
  const reworded = markupOf({ anchor: { ...anchor, state: 'moved', reworded: true }, verdict: 'v' });
  expect(reworded).toContain(
    '<a href="#s-s">A passage.</a></blockquote><p class="version">Quoted from version 2</p>',
  );
  for (const state of ['exact', 'moved'] as const)
    expect(markupOf({ anchor: { ...anchor, state } })).toContain(
      '<a href="#s-s">A passage.</a></blockquote>',
    );
});

test('a challenge says so with its source’s host, and once it is decided the operator’s words follow the text', () => {
  const anchor = { section: 's', quote: 'A passage.' };
  const challenge = { source: 'https://example.org/"a', host: 'example.org', state: 'open' } as const;
  const open = markupOf({ anchor, challenge });
  expect(open).toContain(
    '<p class=challenge>Challenges this passage · source: <a href="https://example.org/&#34;a" rel="nofollow ugc noopener">example.org</a></p>',
  );
  const decided = { ...challenge, state: 'amended', note: 'A <b>slip</b>.', version: 2 } as const;
  const amended = markupOf({ anchor, challenge: decided });
  expect(amended).toContain('>amended in version 2</a>. “A &#60;b&#62;slip&#60;/b&#62;.”</p>');
  expect(amended.indexOf('class=outcome>The operator: ')).toBeGreaterThan(amended.indexOf('class=body'));
  expect(markupOf({ anchor, challenge: { ...challenge, state: 'upheld', note: 'No.' } })).toContain(
    '/versions#challenges">upheld</a>. “No.”',
  );
});

test('a comment says how many minds it changed, if any', () => {
  expect(markupOf({ changedMinds: 1 })).toContain('<span class=minds>changed 1 mind</span>');
  expect(markupOf({ changedMinds: 3 })).toContain('changed 3 minds');
  for (const none of [markupOf(), markupOf({ changedMinds: 0 })]) {
    expect(none).not.toContain('minds');
    expect(none).not.toContain('0<');
  }
});

test('the reply of an author of the paper says so, and isn’t taken for a role', () => {
  expect(markupOf({ authorReply: true })).toContain('<span class=by-author>Author of the paper</span>');
  expect(markupOf()).not.toContain('by-author');
});

test('attributes without quotes hold nothing that could end them', () => {
  const text = markupOf({ replies: 2 }, { waiting: 2, collapsed: true, folded: 2 });
  for (const [, value] of text.matchAll(/ [a-z-]+=([^"\s>]+)(?=[\s>])/g))
    expect(value).toMatch(/^[\w:.#-]+$/);
});

test('a visible comment that both sides find helpful says so', () => {
  const badge = 'Helpful to both sides';
  expect(markupOf({ commonGround: true })).toContain(badge);
  expect(markupOf({ commonGround: false })).not.toContain(badge);
  expect(markupOf({ commonGround: true, status: 'removed', html: null, body: null })).not.toContain(badge);
});

test('its author gets no rating and no report, and may edit and withdraw it', () => {
  const own = markupOf({ mine: OWN });
  for (const control of ['name=rate', 'form=report']) expect(own).not.toContain(control);
  for (const act of ['edit', 'withdraw']) expect(own).toContain(`data-act=${act}`);
  const others = markupOf();
  for (const control of ['name=rate', 'form=report']) expect(others).toContain(control);
  for (const act of ['edit', 'withdraw']) expect(others).not.toContain(`data-act=${act}`);
});

test('every reader who is signed in has further options, on own comments too', () => {
  const button = '<button class=signed-in-only form=options name=comment value=a>More</button>';
  for (const text of [markupOf({ mine: OWN }), markupOf()]) expect(text).toContain(button);
});

test('a pressed rating sends its withdrawal, another one the new side', () => {
  const mine = { ...OWN, own: false, helpful: true };
  expect(markupOf({ helpful: 2, mine })).toContain('value=a.none aria-pressed=true>Helpful <b>2</b>');
  expect(markupOf({ mine })).toContain('value=a.false aria-pressed=false>Not helpful <b></b>');
});

test('its rating is a group named after the author, and no landmark', () => {
  expect(markupOf({ author: { username: 'ada', role: 'reader' } })).toContain(
    'role=group aria-label="Rate ada’s comment"><button form=rate',
  );
  expect(markupOf({ author: null })).toContain('aria-label="Rate this comment"');
});

test('nobody can reply where a moderator has locked the thread, or while all writing is off', () => {
  expect(markupOf({}, { locked: true })).toContain('Closed to replies');
  expect(markupOf({}, {}, { ...PAGE, closed: true })).toContain('Replies are closed for now');
  for (const text of [markupOf({}, { locked: true }), markupOf({}, {}, { ...PAGE, closed: true })])
    expect(text).not.toContain('name=reply');
});

test('of a removed comment only the fact is left', () => {
  const gone = markupOf({ status: 'removed', author: null, html: null, body: null });
  expect(gone).toContain('Removed by a moderator.');
  for (const control of ['name=rate', 'form=report', 'form=options', 'name=reply', 'data-author'])
    expect(gone).not.toContain(control);
});

test('the author of a hidden comment reads that only they and moderators see it', () => {
  expect(markupOf({ status: 'hidden', mine: OWN })).toContain(
    'Under review by a moderator. Only you and moderators can see it. Edit it once to restore it.',
  );
});

test('a held rating says from when it counts, until then', () => {
  const mine = { ...OWN, own: false, helpful: true, countsAt: '2026-05-21T12:40:00.000Z' };
  expect(markupOf({ mine })).toContain('>12:40 UTC</time>');
  const later = { ...PAGE, now: Date.parse('2026-05-21T12:40:00Z') };
  expect(markupOf({ mine }, {}, later)).not.toContain('Counts from');
});

test('a comment with replies can be collapsed, and says then how many it hides', () => {
  expect(markupOf({ replies: 0 })).not.toContain('name=fold');
  expect(markupOf({ replies: 2 })).toContain('aria-expanded=true aria-label="Collapse the thread"');
  expect(markupOf({ replies: 2 }, { collapsed: true, folded: 3 })).toContain('<span>3 replies</span>');
});

test('“replying to” is a fragment if the comment is on the page, else the address of its own page', () => {
  const answering = (id: string) => markupOf({ answers: { id, username: 'carol' } });
  expect(answering('here')).toContain('href="#c-here">replying to carol');
  expect(answering('gone')).toContain('?comment=gone#c-gone">replying to carol');
});

test('the order by common ground links to what explains it, and no other order does', () => {
  const link = '</nav><a class=why href="/about/common-ground">';
  expect(sortTabs('slug', { sort: 'common-ground', usual: 'common-ground' })).toContain(link);
  expect(sortTabs('slug', { sort: 'top', usual: 'common-ground' })).not.toContain(link);
});
