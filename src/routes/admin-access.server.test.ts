import { isActionFailure, isHttpError, isRedirect } from '@sveltejs/kit';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Role } from '#lib/actor.ts';
import { enter } from '../../tests/support/cast.ts';
import { freshDatabase } from '../../tests/support/database.ts';
import { requestEvent } from '../../tests/support/request-event.ts';

await freshDatabase();

/** Every way in under these two; what is added and not named below fails the first test. */
const ROUTES = import.meta.glob<Record<string, unknown>>([
  './moderation/**/+*.server.ts',
  './moderation/**/+server.ts',
  './admin/**/+*.server.ts',
  './admin/**/+server.ts',
]);

const ID = '01900000-0000-7000-8000-000000000000';
const NONCE = '01900000-0000-4000-8000-000000000000';

interface Way {
  needs: 'moderator' | 'admin';
  /** A valid form, or for an endpoint JSON: a refusal must be for the role, not for what was sent. */
  form?: Record<string, string>;
  json?: unknown;
}

const lift = { form: { restriction: ID, nonce: NONCE } };
const undo = { form: { decisions: ID, nonce: NONCE } };

function draftWays(): Record<string, Way> {
  const page = 'admin/(panel)/verdicts/drafts/[id]/+page.server';
  const based = { version: '1' };
  return {
    [`${page} load`]: { needs: 'admin' },
    [`${page} correct`]: { needs: 'admin', form: { ...based, as: 'title', line: '1' } },
    [`${page} source`]: { needs: 'admin', form: { ...based, source: 'A page.' } },
    [`${page} note`]: { needs: 'admin', form: { ...based, note: 'Shorter.' } },
    [`${page} rebase`]: { needs: 'admin', form: based },
    [`${page} delete`]: { needs: 'admin', form: based },
    [`${page} publish`]: { needs: 'admin', form: { ...based, note: 'Shorter.' } },
  };
}

function ruleWays(): Record<string, Way> {
  const page = 'admin/(panel)/rules/+page.server';
  const rule = { title: 'Be kind', text: 'Be kind.' };
  const known = { version: '1', anchor: 'be-kind' };
  return {
    [`${page} load`]: { needs: 'admin' },
    [`${page} add`]: { needs: 'admin', form: { version: '1', ...rule } },
    [`${page} edit`]: { needs: 'admin', form: { ...known, ...rule } },
    [`${page} move`]: { needs: 'admin', form: { ...known, by: 'up' } },
    [`${page} remove`]: { needs: 'admin', form: known },
    [`${page} preview`]: { needs: 'admin', form: rule },
  };
}

function reportWays(): Record<string, Way> {
  const page = 'admin/(panel)/report/+page.server';
  const based = { version: '1' };
  const schedule = { reportSchedule: 'off', reportWeekday: '5', reportHour: '9' };
  return {
    [`${page} load`]: { needs: 'admin' },
    [`${page} compose`]: { needs: 'admin', form: {} },
    [`${page} again`]: { needs: 'admin', form: based },
    [`${page} discard`]: { needs: 'admin', form: based },
    [`${page} introduce`]: { needs: 'admin', form: { ...based, introduction: 'Hello.' } },
    [`${page} move`]: { needs: 'admin', form: { ...based, what: 'comments', direction: 'up' } },
    [`${page} leave`]: { needs: 'admin', form: { ...based, key: 'comments:1', out: 'true' } },
    [`${page} test`]: { needs: 'admin', form: {} },
    [`${page} send`]: { needs: 'admin', form: based },
    [`${page} pause`]: { needs: 'admin', form: {} },
    [`${page} resume`]: { needs: 'admin', form: {} },
    [`${page} schedule`]: { needs: 'admin', form: schedule },
    'admin/(panel)/report/mail/+server GET': { needs: 'admin' },
  };
}

const WAYS: Record<string, Way> = {
  'moderation/+layout.server load': { needs: 'moderator' },
  'moderation/+page.server load': { needs: 'moderator' },
  'moderation/+page.server open': { needs: 'moderator', form: { id: ID } },
  'moderation/+page.server bulk': {
    needs: 'moderator',
    form: { kind: 'keep', nonce: NONCE, case: `${ID}:1` },
  },
  'moderation/+page.server undo': { needs: 'moderator', ...undo },
  'moderation/next/+page.server load': { needs: 'moderator' },
  'moderation/restricted/+page.server load': { needs: 'moderator' },
  'moderation/restricted/+page.server lift': { needs: 'moderator', ...lift },
  'moderation/restricted/+page.server undo': { needs: 'moderator', ...undo },
  'moderation/cases/[id]/+page.server load': { needs: 'moderator' },
  'moderation/cases/[id]/+page.server decide': {
    needs: 'moderator',
    form: { kind: 'keep', version: '1', nonce: NONCE },
  },
  'moderation/cases/[id]/+page.server hear': {
    needs: 'moderator',
    form: { outcome: 'upheld', nonce: NONCE },
  },
  'moderation/cases/[id]/+page.server lift': { needs: 'moderator', ...lift },
  'moderation/cases/[id]/+page.server lease': { needs: 'moderator', form: { take: 'true' } },
  'moderation/cases/[id]/+page.server release': { needs: 'moderator', form: {} },
  'moderation/cases/[id]/+page.server undo': { needs: 'moderator', ...undo },
  'moderation/comments/+page.server load': { needs: 'moderator' },
  'moderation/comments/[id]/+page.server load': { needs: 'moderator' },
  'moderation/comments/[id]/+page.server decide': {
    needs: 'moderator',
    form: { kind: 'remove', version: '1', reason: 'spam', nonce: NONCE },
  },
  'moderation/comments/[id]/+page.server undo': { needs: 'moderator', ...undo },
  'moderation/comments/[id]/+server GET': { needs: 'moderator' },
  'moderation/cases/[id]/lease/+server PUT': { needs: 'moderator', json: { takeOver: true } },
  'moderation/cases/[id]/lease/+server DELETE': { needs: 'moderator' },
  'admin/(panel)/+layout.server load': { needs: 'admin' },
  'admin/(panel)/+page.server load': { needs: 'admin' },
  'admin/(panel)/feedback/+page.server load': { needs: 'admin' },
  'admin/(panel)/feedback/+page.server default': { needs: 'admin', form: { id: ID, state: 'read' } },
  'admin/(panel)/health/+page.server load': { needs: 'admin' },
  'admin/(panel)/health/samples/+server GET': { needs: 'admin' },
  'admin/(panel)/people/+page.server load': { needs: 'admin' },
  'admin/(panel)/people/+page.server role': { needs: 'admin', form: { username: 'grace', role: 'admin' } },
  'admin/(panel)/people/+page.server reset': { needs: 'admin', form: { username: 'nobody-here' } },
  'admin/(panel)/people/+page.server restrict': {
    // What moderators may do too, from a case; only this page isn't theirs.
    needs: 'moderator',
    form: { username: 'nobody-here', scope: 'vote', term: 'hour', reason: 'spam', nonce: NONCE },
  },
  'admin/(panel)/people/+page.server approve': { needs: 'admin', form: { username: 'nobody-here' } },
  'admin/(panel)/people/+page.server refuse': { needs: 'admin', form: { username: 'nobody-here' } },
  'admin/(panel)/people/+page.server lift': { needs: 'moderator', ...lift },
  'admin/(panel)/words/+page.server load': { needs: 'admin' },
  'admin/(panel)/words/+page.server add': {
    needs: 'admin',
    form: { text: 'casino', kind: 'word', action: 'hold' },
  },
  'admin/(panel)/words/+page.server remove': { needs: 'admin', form: { id: ID } },
  'admin/(panel)/words/+page.server try': { needs: 'admin', form: { text: 'Casino.' } },
  'admin/(panel)/verdicts/+page.server load': { needs: 'admin' },
  'admin/(panel)/verdicts/+page.server edit': { needs: 'admin', form: { slug: 'nothing-here' } },
  'admin/(panel)/verdicts/+page.server unpublish': { needs: 'admin', form: { slug: 'nothing-here' } },
  'admin/(panel)/verdicts/+page.server retract': {
    needs: 'admin',
    form: { slug: 'nothing-here', note: 'A mistake.' },
  },
  'admin/(panel)/verdicts/+page.server restore': { needs: 'admin', form: { slug: 'nothing-here' } },
  'admin/(panel)/verdicts/new/+page.server load': { needs: 'admin' },
  'admin/(panel)/verdicts/new/+page.server default': { needs: 'admin', form: { source: 'A page.' } },
  'admin/(panel)/challenges/+page.server load': { needs: 'admin' },
  'admin/(panel)/challenges/+page.server default': {
    needs: 'admin',
    form: { comment: ID, version: '1', outcome: 'upheld', note: 'We read it.' },
  },
  'admin/(panel)/authors/+page.server load': { needs: 'admin' },
  'admin/(panel)/authors/+page.server decide': {
    needs: 'admin',
    form: { id: ID, seen: '2026-05-22T09:00:00.000Z', outcome: 'approved' },
  },
  'admin/(panel)/authors/+page.server revoke': { needs: 'admin', form: { id: ID, note: 'A mistake.' } },
  'admin/(panel)/mail/+page.server load': { needs: 'admin' },
  'admin/(panel)/mail/+page.server test': { needs: 'admin', form: { to: 'ada@example.org' } },
  'admin/(panel)/mail/+page.server retry': { needs: 'admin', form: { id: ID } },
  ...draftWays(),
  ...reportWays(),
  ...ruleWays(),
  'admin/(panel)/settings/+page.server load': { needs: 'admin' },
  'admin/(panel)/settings/+page.server settings': {
    needs: 'admin',
    form: { newcomerComments: '5', hideWeight: '9' },
  },
  'admin/(panel)/settings/+page.server switches': {
    needs: 'admin',
    form: { signUp: 'open', writing: 'on', notice: '' },
  },
};

/** Behind no role: the link itself is the key, and it is void once there is an admin. */
const OPEN = ['load', 'create', 'promote'].map((name) => `admin/first/+page.server ${name}`);

type Handler = (event: unknown) => unknown;

async function handlers(): Promise<Map<string, Handler>> {
  const found = new Map<string, Handler>();
  for (const [path, open] of Object.entries(ROUTES)) {
    const file = path.slice(2, -'.ts'.length);
    for (const [name, value] of Object.entries(await open())) {
      if (name === 'actions')
        for (const [action, act] of Object.entries(value as Record<string, Handler>))
          found.set(`${file} ${action}`, act);
      else if (typeof value === 'function') found.set(`${file} ${name}`, value as Handler);
    }
  }
  return found;
}

/** `in`, or the status of the refusal; a way to the sign-in page is 401. */
async function outcomeOf(act: Handler, way: Way, actor: Actor | null): Promise<'in' | number> {
  const base = requestEvent({
    path: `/desk?next=1`,
    actor,
    ...(way.form ? { form: way.form } : {}),
    ...(way.json === undefined ? {} : { json: way.json }),
  });
  // A page's data can be requested without its layout, so it must not rely on the layout's access check.
  const event = { ...base, params: { id: ID }, parent: async () => ({}), depends: () => {} };
  try {
    const answer = await act(event);
    if (answer instanceof Response) return refused(answer.status);
    return isActionFailure(answer) ? refused(answer.status) : 'in';
  } catch (thrown) {
    if (isRedirect(thrown)) return thrown.location.startsWith('/sign-in') ? 401 : 'in';
    if (isHttpError(thrown)) return refused(thrown.status);
    throw thrown;
  }
}

/** Only an authorised caller gets 404 or 409. */
const refused = (status: number) => (status === 401 || status === 403 ? status : 'in');

const RANK: Record<Role, number> = { reader: 0, moderator: 1, admin: 2 };

describe('under moderation and admin', () => {
  const cast: Record<string, Actor | null> = { stranger: null };
  let ways: Map<string, Handler>;
  beforeAll(async () => {
    ways = await handlers();
    cast['reader'] = await enter('ada');
    cast['moderator'] = await enter('mary', 'moderator');
    cast['admin'] = await enter('linus', 'admin');
    await enter('grace');
  });

  test('every way in is known to this test', () => {
    expect([...ways.keys()].sort()).toEqual([...Object.keys(WAYS), ...OPEN].sort());
  });

  test.for(Object.entries(WAYS))('%s asks for the role itself', async ([name, way]) => {
    const outcomes: Record<string, 'in' | number> = {};
    for (const who of ['stranger', 'reader', 'moderator', 'admin'])
      outcomes[who] = await outcomeOf(ways.get(name)!, way, cast[who] ?? null);
    const wanted = (role: Role) => (RANK[role] >= RANK[way.needs] ? 'in' : 403);
    expect(outcomes).toEqual({
      stranger: 401,
      reader: 403,
      moderator: wanted('moderator'),
      admin: 'in',
    });
  });
});
