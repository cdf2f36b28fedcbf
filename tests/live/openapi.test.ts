import { createECDH, createHash, randomUUID } from 'node:crypto';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PASSWORD } from '../support/cast.ts';
import { startDatabase, type Database } from '../faults/database.ts';
import { mailTo, readOutbox } from '../support/mailbox.ts';
import { PATIENCE } from '../support/patience.ts';
import { startSite, type Site } from '../support/site.ts';
import { verdictText } from '../support/verdict-text.ts';
import { OpenApiClient, type Call, type Document } from '../support/openapi-client.ts';
import { ApiClient } from '../support/api-client.ts';
import { apiToken } from '../support/publish.ts';

const SLUG = 'on-documents';
const WEBHOOK_KEY = `whsec_${Buffer.alloc(32, 'webhook').toString('base64')}`;
const NOBODY = '00000000-0000-4000-8000-000000000000';

let database: Database;
let site: Site;
let client: OpenApiClient;
let token: string;
let document: Document;
/** Ada wrote `comment`, Mary moderates and so may report, Linus is the admin. */
let ada: ApiClient, grace: ApiClient, mary: ApiClient, linus: ApiClient;
let comment: { id: string; version: number };
let onPassage: { id: string };
let claim: string;
let reads: string[];

beforeAll(async () => {
  database = await startDatabase();
  // With rate limits, because 429 is a response too.
  site = await startSite({
    env: {
      DATABASE_URL: database.url,
      SAMPLE_DATA: 'off',
      RATE_LIMITS: 'on',
      REPORT_WEBHOOK_KEY: WEBHOOK_KEY,
    },
  });
  document = (await (await fetch(`${site.url}/api/openapi.json`)).json()) as Document;
  client = new OpenApiClient(site.url, document);
  reads = those(({ method }) => method === 'get');
  token = await apiToken(site);
  const people: ApiClient[] = [];
  for (const name of ['ada', 'grace', 'mary', 'linus']) {
    await forgetLimits();
    people.push(await ApiClient.signUp(site.url, name));
  }
  [ada, grace, mary, linus] = people as [ApiClient, ApiClient, ApiClient, ApiClient];
  await database.query(`UPDATE users SET role = 'moderator' WHERE username = 'mary'`);
  await database.query(`UPDATE users SET role = 'admin' WHERE username = 'linus'`);
});
afterAll(async () => {
  await site?.stop();
  await database?.remove();
});

const forgetLimits = () => database.query('DELETE FROM rate_limits');
const as = (who: ApiClient) => ({ cookie: who.cookie, origin: site.url });

/** A call with fresh limits, so that only the test of limits reaches them. */
async function call(operationId: string, request: Call = {}) {
  if (!reads.includes(operationId)) await forgetLimits();
  return client.call(operationId, request);
}

/** What a browser sends: a point of P-256 and a secret. */
const PUSH = {
  endpoint: 'https://push.example/a',
  keys: { p256dh: createECDH('prime256v1').generateKeys('base64url'), auth: 'A'.repeat(22) },
};

/** A request of each operation that passes the first checks: path, body and permission. */
const requests: Record<string, () => Call> = {
  createAccount: () => ({ body: { username: `n${randomUUID().slice(0, 8)}`, password: PASSWORD } }),
  signIn: () => ({ body: { username: 'grace', password: PASSWORD } }),
  signOut: () => ({}),
  getMe: () => ({ headers: as(ada) }),
  getMine: () => ({ headers: as(ada) }),
  changeEmail: () => ({ body: { email: 'ada@example.org', password: PASSWORD }, headers: as(ada) }),
  removeEmail: () => ({ body: { password: PASSWORD }, headers: as(ada) }),
  confirmEmail: () => ({ body: { token: 'of-no-link' } }),
  requestPasswordReset: () => ({ body: { email: 'nobody@example.org' } }),
  resetPassword: () => ({ path: { token: 'of-no-link' }, body: { password: PASSWORD } }),
  listSessions: () => ({ headers: as(ada) }),
  endOtherSessions: () => ({ headers: as(ada) }),
  endSession: () => ({ path: { id: NOBODY }, headers: as(ada) }),
  exportMe: () => ({ headers: as(grace) }),
  getExport: () => ({ headers: as(grace) }),
  // With the right password this would delete her account.
  deleteMe: () => ({ body: { password: 'not-her-password', comments: 'keep' }, headers: as(grace) }),
  restoreMe: () => ({ headers: as(grace) }),
  turnPushOn: () => ({ headers: as(ada), body: PUSH }),
  turnPushOff: () => ({ headers: as(ada) }),
  listVerdicts: () => ({ query: { sort: 'discussed', q: 'arguing', limit: '1' } }),
  search: () => ({ query: { q: 'arguing', limit: '2' }, headers: as(ada) }),
  publishVerdict: () => ({
    body: { text: verdictText('On documents') },
    headers: { authorization: `Bearer ${token}` },
  }),
  editVerdict: () => ({
    path: { slug: SLUG },
    body: { text: verdictText('On documents'), note: 'Nothing changed.' },
    headers: { authorization: `Bearer ${token}` },
  }),
  publishVerdictAgain: () => ({ path: { slug: SLUG }, headers: as(linus) }),
  unpublishVerdict: () => ({ path: { slug: SLUG }, headers: { authorization: `Bearer ${token}` } }),
  retractVerdict: () => ({ path: { slug: SLUG }, body: { note: 'Invented.' }, headers: as(linus) }),
  getVerdict: () => ({ path: { slug: SLUG }, headers: as(ada) }),
  getVerdictMine: () => ({ path: { slug: SLUG }, query: { comments: comment.id }, headers: as(ada) }),
  listComments: () => ({ path: { slug: SLUG }, query: { sort: 'top' }, headers: as(ada) }),
  postComment: () => ({ path: { slug: SLUG }, body: { body: `A point. ${randomUUID()}` }, headers: as(ada) }),
  listChanges: () => ({ path: { slug: SLUG }, query: { since: '0', tally: '0' } }),
  getComment: () => ({ path: { id: comment.id } }),
  editComment: () => ({
    path: { id: comment.id },
    body: { body: `Better. ${randomUUID()}`, version: comment.version },
    headers: as(ada),
  }),
  withdrawComment: () => ({ path: { id: comment.id }, headers: as(ada) }),
  listRevisions: () => ({ path: { id: comment.id } }),
  listReplies: () => ({ path: { id: comment.id } }),
  rateComment: () => ({ path: { id: comment.id }, body: { helpful: true }, headers: as(grace) }),
  getPerson: () => ({ path: { name: 'ada' } }),
  getTitles: () => ({ query: { verdicts: SLUG, comments: comment.id } }),
  markVerdictRead: () => ({ path: { slug: SLUG }, body: { seq: 0 }, headers: as(ada) }),
  listNewComments: () => ({ path: { slug: SLUG }, query: { since: '0' } }),
  countNewComments: () => ({ query: { since: `${SLUG}:0` } }),
  claimAuthorship: () => ({
    path: { slug: SLUG },
    body: { email: `author-${randomUUID()}@example.org` },
    headers: as(linus),
  }),
  markAuthorReply: () => ({ path: { id: onPassage.id }, body: { marked: true }, headers: as(grace) }),
  challengePassage: () => ({
    path: { id: onPassage.id },
    body: { source: 'https://example.org/study' },
    headers: as(grace),
  }),
  getWhereItStands: () => ({ path: { slug: SLUG } }),
  listPassages: () => ({ path: { slug: SLUG } }),
  listPassageComments: () => ({ path: { slug: SLUG, block: 'the-dissection.0' } }),
  peekAtVotes: () => ({ path: { slug: SLUG }, headers: as(grace) }),
  creditComment: () => ({ path: { id: comment.id }, body: { credited: true }, headers: as(grace) }),
  bookmarkComment: () => ({ path: { id: comment.id }, body: { bookmarked: true }, headers: as(grace) }),
  listDrafts: () => ({ headers: as(ada) }),
  saveDraft: () => ({
    path: { key: `${SLUG}.top` },
    body: { body: 'Half a thought', updatedAt: new Date().toISOString() },
    headers: as(ada),
  }),
  deleteDraft: () => ({ path: { key: `${SLUG}.top` }, headers: as(ada) }),
  reportComment: () => ({ path: { id: comment.id }, body: { reason: 'spam' }, headers: as(mary) }),
  withdrawReport: () => ({ path: { id: comment.id }, headers: as(mary) }),
  castVote: () => ({ path: { id: claim }, body: { stance: 'agree' }, headers: as(ada) }),
  suggestPeople: () => ({ query: { q: 'gr' }, headers: as(ada) }),
  listNotices: () => ({ query: { limit: '5' }, headers: as(ada) }),
  readNotices: () => ({ body: { comments: [comment.id] }, headers: as(ada) }),
  listUnreadComments: () => ({ query: { verdict: SLUG }, headers: as(ada) }),
  followVerdict: () => ({ path: { slug: SLUG }, body: { level: 'follow' }, headers: as(ada) }),
  followBranch: () => ({ path: { id: comment.id }, body: { level: 'mute' }, headers: as(ada) }),
  followPerson: () => ({ path: { name: 'grace' }, body: { level: 'normal' }, headers: as(ada) }),
  blockPerson: () => ({ path: { name: 'linus' }, body: { blocked: true }, headers: as(ada) }),
  previewComment: () => ({ body: { body: '*x*' }, headers: as(ada) }),
  getSwitches: () => ({ headers: as(linus) }),
  setSwitches: () => ({ body: { signUp: 'open', writing: 'on' }, headers: as(linus) }),
  sendFeedback: () => ({ body: { kind: 'idea', message: 'More papers.' } }),
  requestRemoval: () => ({
    body: {
      ...{ comment: comment.id, email: `vera-${randomUUID()}@example.org` },
      ...{ reason: 'private_data', text: 'That is my home.' },
    },
  }),
  subscribe: () => ({ body: { email: `reader-${randomUUID()}@example.org` } }),
  confirmSubscription: () => ({ body: { token: 'of-nobody' } }),
  reportBounce: () => signed({ type: 'bounce', email: 'nobody@example.org' }),
};
function signed(report: object): Call {
  const [body, id, at] = [JSON.stringify(report), randomUUID(), new Date()];
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(WEBHOOK_KEY).sign(id, at, body),
  };
  return { body, headers };
}
const request = (operationId: string): Call => {
  const make = requests[operationId];
  if (!make) throw new Error(`Add a request for ${operationId} to this test.`);
  return make();
};
const those = (which: (operation: OpenApiClient['operations'][number]) => unknown) =>
  client.operations.filter(which).map(({ operationId }) => operationId);

test('the document is valid OpenAPI 3.1, and operation ids are unique', async () => {
  const result = await new Validator().validate(document as never);
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
  const ids = those(() => true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.sort()).toEqual(Object.keys(requests).sort());
});

describe('every response matches the document', () => {
  test('verdicts: published, published before, listed, read', async () => {
    expect((await call('publishVerdict', request('publishVerdict'))).status).toBe(201);
    expect((await call('publishVerdict', request('publishVerdict'))).status).toBe(200);
    claim = (await call('getVerdict', request('getVerdict'))).body.claims[0].id;
    expect((await call('listVerdicts', request('listVerdicts'))).body.items).toHaveLength(1);
  });

  test('verdicts: edited, and edited from an older version', async () => {
    const edit = request('editVerdict');
    expect((await call('editVerdict', edit)).body.version).toBe(1);
    const body = (title: string, version?: number) => ({
      text: verdictText(title),
      note: 'A title.',
      version,
    });
    const edited = await call('editVerdict', { ...edit, body: body('On all documents', 1) });
    expect(edited.body).toMatchObject({ slug: SLUG, version: 2, edition: { note: 'A title.' } });
    const late = await call('editVerdict', { ...edit, body: body('On no documents', 1) });
    expect([late.status, late.body.current.version]).toEqual([409, 2]);
    const back = { ...edit, body: body('On documents', 2), headers: as(linus) };
    expect((await call('editVerdict', back)).body.version).toBe(3);
  });

  test('accounts and sessions', async () => {
    const made = await call('createAccount', request('createAccount'));
    expect(made.status).toBe(201);
    const cookie = made.headers.getSetCookie()[0]!.split(';')[0]!;
    expect((await call('signOut', { headers: { cookie, origin: site.url } })).status).toBe(204);
    expect((await call('signIn', request('signIn'))).status).toBe(200);
    const wrong = { username: 'grace', password: 'not-her-password' };
    expect((await call('signIn', { body: wrong })).status).toBe(401);
    expect((await call('getMe', request('getMe'))).body).toMatchObject({ username: 'ada' });
  });

  test('an email address: entered, confirmed, in use, removed; a password: reset', async () => {
    const link = async (address: string, subject: RegExp, path: string) =>
      new URL((await mailTo(site.dataDir, address, subject)).link(path)).searchParams.get('token')!;
    await forgetLimits();
    const doris = await ApiClient.signUp(site.url, 'doris');
    const body = { email: 'doris@example.org', password: PASSWORD };
    expect((await call('changeEmail', { body, headers: as(doris) })).status).toBe(202);
    const token = await link(body.email, /Confirm/, '/confirm');
    expect((await call('changeEmail', { body, headers: as(grace) })).status).toBe(202);
    const late = async () => {
      const mails = await readOutbox(site.dataDir);
      return mails.filter(({ address }) => address === body.email).length;
    };
    await expect.poll(late, PATIENCE).toBe(2);
    const graces = await link(body.email, /Confirm/, '/confirm');
    expect((await call('confirmEmail', { body: { token } })).status).toBe(204);
    expect((await call('confirmEmail', { body: { token } })).status).toBe(404);
    expect((await call('confirmEmail', { body: { token: graces } })).body.code).toBe('email-taken');
    const me = (await call('getMe', { headers: as(doris) })).body;
    expect(me).toMatchObject({ email: body.email, emailConfirmed: true, pendingEmail: null });
    expect((await call('requestPasswordReset', { body: { email: body.email } })).status).toBe(202);
    const reset = {
      path: { token: await link(body.email, /Reset/, '/reset') },
      body: { password: PASSWORD },
    };
    expect((await call('resetPassword', reset)).status).toBe(204);
    expect((await call('resetPassword', reset)).status).toBe(404);
    expect((await call('getMe', { headers: as(doris) })).status).toBe(401);
    expect((await call('removeEmail', { ...request('removeEmail'), headers: as(grace) })).status).toBe(204);
    expect((await call('getMe', { headers: as(grace) })).body.email).toBeNull();
  });

  test('sessions: listed and ended', async () => {
    await call('signIn', { body: { username: 'ada', password: PASSWORD } });
    const other = { headers: { ...as(ada) } };
    const listed = (await call('listSessions', other)).body.items as { id: string; current: boolean }[];
    expect(listed.map(({ current }) => current)).toEqual([true, false]);
    expect((await call('endSession', { ...other, path: { id: listed[1]!.id } })).status).toBe(204);
    await call('signIn', { body: { username: 'ada', password: PASSWORD } });
    expect((await call('endOtherSessions', other)).status).toBe(204);
    expect((await call('listSessions', other)).body.items).toHaveLength(1);
  });

  test('push: turned on and off, for a public address', async () => {
    expect((await call('turnPushOn', request('turnPushOn'))).status).toBe(204);
    const local = { ...PUSH, endpoint: 'http://127.0.0.1/a' };
    expect((await call('turnPushOn', { ...request('turnPushOn'), body: local })).status).toBe(422);
    expect((await call('turnPushOff', request('turnPushOff'))).status).toBe(204);
  });

  test('an export: requested, built, fetched', async () => {
    expect((await call('getExport', request('getExport'))).body).toEqual({ state: 'none' });
    expect((await call('exportMe', request('exportMe'))).status).toBe(202);
    const ready = await vi.waitUntil(async () => {
      const { body } = await call('getExport', request('getExport'));
      return body.state === 'ready' && body;
    }, PATIENCE);
    const file = await fetch(site.url + ready.url, { headers: as(grace) });
    expect(await file.json()).toMatchObject({ account: [{ name: 'grace' }], comments: [] });
    expect((await fetch(site.url + ready.url)).status).toBe(401);
    expect((await fetch(site.url + ready.url, { headers: as(ada) })).status).toBe(404);
  });

  test('an account: deleted and restored', async () => {
    const someone = await ApiClient.signUp(site.url, 'leaver');
    const own = { headers: { ...as(someone) } };
    expect((await call('deleteMe', request('deleteMe'))).status).toBe(403);
    const deletion = { body: { password: PASSWORD, comments: 'withdraw' } };
    expect((await call('deleteMe', { ...own, ...deletion })).status).toBe(202);
    expect((await call('getMe', own)).status).toBe(401);
    const back = await call('signIn', { body: { username: 'leaver', password: PASSWORD } });
    expect(back.body.erasedAt).toMatch(/Z$/);
    const cookie = back.headers.getSetCookie()[0]!.split(';')[0]!;
    const signedIn = { headers: { cookie, origin: site.url } };
    expect((await call('getMe', signedIn)).body.erasedAt).toBe(back.body.erasedAt);
    expect((await call('postComment', { ...request('postComment'), ...signedIn })).status).toBe(401);
    expect((await call('restoreMe', signedIn)).status).toBe(204);
    expect((await call('getMe', signedIn)).body).not.toHaveProperty('erasedAt');
    expect((await call('deleteMe', { headers: as(linus), ...deletion })).status).toBe(409);
  });

  test('comments: posted, replied to, edited, rated, voted, listed', async () => {
    const nonce = randomUUID();
    const post = { ...request('postComment'), body: { body: 'A point.', nonce } };
    const first = await call('postComment', post);
    expect(first.status).toBe(201);
    comment = first.body;
    expect((await call('postComment', post)).status).toBe(200);
    const anchored = { body: 'On that.', anchor: { section: 'the-dissection', quote: 'arguing helps' } };
    const reply = { body: 'A reply.', parentId: comment.id };
    const passage = await call('postComment', { ...post, body: anchored, headers: as(grace) });
    expect(passage.status).toBe(201);
    onPassage = passage.body;
    const { anchor } = passage.body;
    expect(anchor).toMatchObject({
      block: 0,
      exact: 'arguing helps',
      state: 'exact',
      checked: anchor.version,
    });
    const missing = { body: 'On nothing.', anchor: { ...anchor, exact: 'arguing hurts', version: 1 } };
    const refused = await call('postComment', { ...post, body: missing, headers: as(mary) });
    expect([refused.status, refused.body.code]).toEqual([422, 'anchor-not-found']);
    // What a response says of a passage can be posted as it is.
    const kept = { body: 'A reply that stays.', parentId: comment.id, anchor };
    const placed = await call('postComment', { ...post, body: kept, headers: as(linus) });
    expect([placed.status, placed.body.anchor]).toEqual([201, anchor]);
    const replied = await call('postComment', { ...post, body: reply, headers: as(mary) });
    expect(replied.status).toBe(201);
    const stale = request('editComment');
    comment = (await call('editComment', stale)).body;
    const other = { ...stale, body: { body: 'Otherwise.', version: 1 } };
    expect((await call('editComment', other)).body.current).toMatchObject({ version: 2 });
    expect((await call('rateComment', request('rateComment'))).body.helpful).toBe(1);
    expect((await call('castVote', request('castVote'))).body.agree).toBe(1);
    expect((await call('listComments', request('listComments'))).body.items).toHaveLength(4);
    expect((await call('listReplies', request('listReplies'))).body.items).toHaveLength(2);
    expect((await call('listRevisions', request('listRevisions'))).body.items).toHaveLength(2);
    expect((await call('getComment', request('getComment'))).status).toBe(200);
    const sought = (
      await call('search', { ...request('search'), query: { q: 'better -reply', in: 'comments' } })
    ).body;
    expect(sought.items).toMatchObject([{ kind: 'comment', verdict: { slug: SLUG } }]);
    expect((await call('search', request('search'))).body.items).toMatchObject([{ kind: 'verdict' }]);
    const mine = (await call('getVerdictMine', request('getVerdictMine'))).body;
    expect(mine).toMatchObject({ claims: [{ id: claim, mine: 'agree' }], comments: [{ id: comment.id }] });
    const graces = (await call('getVerdictMine', { ...request('getVerdictMine'), headers: as(grace) })).body;
    expect(graces.ratings).toEqual([{ comment: comment.id, helpful: true }]);
    expect((await call('getMine', request('getMine'))).body.viewer.username).toBe('ada');
    expect((await call('listChanges', request('listChanges'))).body.ratings).toHaveLength(1);
    expect((await call('previewComment', request('previewComment'))).status).toBe(200);
    const names = (await call('suggestPeople', request('suggestPeople'))).body;
    expect(names).toEqual({ items: [{ username: 'grace' }] });
    const inbox = (await call('listNotices', request('listNotices'))).body;
    expect(inbox).toMatchObject({
      items: [{ kind: 'reply', count: 2, people: ['mary', 'linus'] }],
      unread: 2,
    });
    const unread = (await call('listUnreadComments', request('listUnreadComments'))).body;
    expect(unread.comments).toHaveLength(2);
    const seen = { ...request('readNotices'), body: { comments: [unread.comments[0]] } };
    expect((await call('readNotices', seen)).status).toBe(204);
    expect((await call('listNotices', request('listNotices'))).body.unread).toBe(1);
    const upTo = { ...request('readNotices'), body: { upTo: inbox.items[0].id } };
    expect((await call('readNotices', upTo)).status).toBe(204);
    expect((await call('listNotices', request('listNotices'))).body.unread).toBe(0);
    for (const id of ['followVerdict', 'followBranch', 'followPerson', 'blockPerson'])
      expect((await call(id, request(id))).body).toEqual(request(id).body);
    for (const id of ['listPassages', 'listPassageComments'])
      expect([id, (await call(id, request(id))).body.items]).not.toEqual([id, []]);
    for (const stance of ['agree', 'disagree'])
      await call('castVote', { ...request('castVote'), body: { stance }, headers: as(grace) });
    const credited = (await call('creditComment', request('creditComment'))).body;
    expect(credited).toEqual({ credited: true, changedMinds: 1 });
    for (const id of ['getPerson', 'getTitles', 'listNewComments', 'countNewComments', 'getWhereItStands'])
      expect([id, (await call(id, request(id))).status]).toEqual([id, 200]);
    for (const id of ['markVerdictRead', 'peekAtVotes'])
      expect([id, (await call(id, request(id))).status]).toEqual([id, 204]);
    expect((await call('bookmarkComment', request('bookmarkComment'))).body).toEqual({ bookmarked: true });
    const challenged = request('challengePassage');
    expect((await call('challengePassage', challenged)).status).toBe(201);
    expect((await call('challengePassage', challenged)).body).toMatchObject({ host: 'example.org' });
    const another = { ...challenged, body: { source: 'https://example.org/other' } };
    expect((await call('challengePassage', another)).status).toBe(409);
    expect((await call('getComment', { path: onPassage })).body.challenge.state).toBe('open');
    expect((await call('claimAuthorship', request('claimAuthorship'))).status).toBe(202);
    expect((await call('markAuthorReply', request('markAuthorReply'))).status).toBe(403);
    await database.query(`
      INSERT INTO authorships (id, verdict_id, user_id, state, requested_at)
      SELECT gen_random_uuid(), verdict_id, author_id, 'approved', now() FROM comments WHERE id = '${onPassage.id}'`);
    expect((await call('markAuthorReply', request('markAuthorReply'))).body).toEqual({ marked: true });
    expect((await call('getComment', { path: onPassage })).body.authorReply).toBe(true);
    expect((await call('saveDraft', request('saveDraft'))).status).toBe(200);
    const unseen = { body: 'Another.', updatedAt: new Date().toISOString(), base: null };
    const conflict = await call('saveDraft', { ...request('saveDraft'), body: unseen });
    expect([conflict.status, conflict.body.current.body]).toEqual([409, 'Half a thought']);
    expect((await call('listDrafts', request('listDrafts'))).body.items).toHaveLength(1);
    expect((await call('deleteDraft', request('deleteDraft'))).status).toBe(204);
    expect((await call('sendFeedback', request('sendFeedback'))).status).toBe(201);
    expect((await call('requestRemoval', request('requestRemoval'))).status).toBe(202);
    // A reply to a comment that was withdrawn.
    const gone = { path: { id: replied.body.id }, headers: as(mary) };
    expect((await call('withdrawComment', gone)).status).toBe(204);
    const late = { body: 'Too late.', parentId: replied.body.id };
    expect((await call('postComment', { ...post, body: late })).status).toBe(409);
  });

  test('reports: made, repeated, made with another reason, withdrawn', async () => {
    const report = request('reportComment');
    expect((await call('reportComment', report)).status).toBe(201);
    expect((await call('reportComment', report)).status).toBe(200);
    expect((await call('reportComment', { ...report, body: { reason: 'hate' } })).status).toBe(409);
    expect((await call('withdrawReport', request('withdrawReport'))).status).toBe(204);
  });

  test('The Cope Report: subscribed, confirmed twice, bounced', async () => {
    expect((await call('subscribe', request('subscribe'))).status).toBe(202);
    const token = randomUUID();
    const hash = createHash('sha256').update(token).digest('hex');
    await database.query(`INSERT INTO subscribers (id, email, email_hash, confirm_hash, confirm_expires_at)
      VALUES (gen_random_uuid(), 'ada@example.org', 'h', '${hash}', now() + interval '1 hour')`);
    const confirm = { body: { token } };
    expect((await call('confirmSubscription', confirm)).status).toBe(204);
    expect((await call('confirmSubscription', confirm)).status).toBe(204);
    expect((await call('confirmSubscription', request('confirmSubscription'))).status).toBe(404);
    expect((await call('reportBounce', request('reportBounce'))).status).toBe(204);
    const unsigned = { ...request('reportBounce'), headers: {} };
    expect((await call('reportBounce', unsigned)).body.code).toBe('signature-invalid');
  });

  test('switches: read and set by an admin', async () => {
    expect((await call('getSwitches', request('getSwitches'))).status).toBe(200);
    expect((await call('setSwitches', request('setSwitches'))).status).toBe(200);
    expect((await call('getSwitches', { headers: as(ada) })).status).toBe(403);
  });

  test('verdicts: unpublished, published again, retracted', async () => {
    expect((await call('unpublishVerdict', request('unpublishVerdict'))).status).toBe(204);
    expect((await call('getVerdict', request('getVerdict'))).status).toBe(404);
    const operators = { ...request('getVerdict'), headers: as(linus) };
    expect((await call('getVerdict', operators)).body.state).toBe('unpublished');
    expect((await call('publishVerdictAgain', request('publishVerdictAgain'))).status).toBe(204);
    expect((await call('retractVerdict', request('retractVerdict'))).status).toBe(204);
    const gone = await call('getVerdict', request('getVerdict'));
    expect(gone.body).toMatchObject({ code: 'verdict-retracted', current: { note: 'Invented.' } });
    for (const id of those(({ responses }) => '410' in responses))
      expect([id, (await call(id, request(id))).status]).toEqual([id, 410]);
    expect((await call('listComments', request('listComments'))).status).toBe(200);
    expect((await call('publishVerdictAgain', request('publishVerdictAgain'))).status).toBe(204);
  });

  test('401: not signed in', async () => {
    for (const id of those(({ security }) => security.length > 0))
      expect([id, (await call(id, { ...request(id), headers: {} })).status]).toEqual([id, 401]);
  });

  test('403: a write with a cookie from another site', async () => {
    const headers = { ...as(linus), origin: 'https://other.example' };
    for (const id of those(({ method }) => method !== 'get'))
      expect([id, (await call(id, { ...request(id), headers })).status]).toEqual([id, 403]);
  });

  test('409: a write from a page that shows someone else', async () => {
    const headers = { ...as(linus), 'copecheck-viewer': 'ada' };
    for (const id of those(({ method }) => method !== 'get')) {
      const { status, body } = await call(id, { ...request(id), headers });
      expect([id, status, body.code]).toEqual([id, 409, 'other-account']);
    }
  });

  test('404: not found', async () => {
    for (const id of those(({ path }) => path.includes('{')))
      for (const nothing of [NOBODY, 'nowhere', 'a\0b', '%', '\ud7ff', 'x'.repeat(500), '__proto__'])
        expect([
          id,
          nothing,
          (
            await call(id, {
              ...request(id),
              path: {
                id: nothing,
                slug: nothing,
                token: nothing,
                name: nothing,
                key: nothing,
                block: nothing,
              },
            })
          ).status,
        ]).toEqual([id, nothing, 404]);
  });

  test('413, 415, 422: a body that is too large, not JSON, or invalid', async () => {
    const deep = '['.repeat(20_000) + ']'.repeat(20_000);
    const bodies: [number, unknown, Record<string, string>?][] = [
      [413, `"${'x'.repeat(2.2e6)}"`],
      [415, '{}', { 'content-type': 'text/plain' }],
      [415, 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }],
      [415, '{}', { 'content-type': 'application/json; charset=iso-8859-1' }],
      [422, ''],
      [422, '{"a":'],
      [422, new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d])],
      [422, []],
      [422, null],
      [422, '1e400'],
      [422, '{"__proto__": {"x": 1}, "constructor": 1}'],
      [422, `{"body": ${deep}, "text": ${deep}, "title": ${deep}}`],
    ];
    for (const id of those(({ requestBody }) => requestBody))
      for (const [status, body, headers] of bodies) {
        const sent = request(id);
        const response = await call(id, { ...sent, body, headers: { ...sent.headers, ...headers } });
        expect([id, String(body).slice(0, 40), response.status]).toEqual([
          id,
          String(body).slice(0, 40),
          status,
        ]);
      }
  });

  test('422: an invalid query', async () => {
    const bad: Record<string, string[]> = {
      limit: ['', '0', '101', '1e400', 'x', '\0'],
      cursor: ['x', '\0', 'x'.repeat(5000), btoa('{"sort":"newest","key":"0000-01-01T00:00:00Z","id":"x"}')],
      sort: ['', 'loudest', '__proto__', '\0'],
      since: ['x', '-1', '1e400', '2147483648', '\0'],
      tally: ['x', '-1', '2147483648'],
      q: ['x'.repeat(201)],
      in: ['', 'people', '__proto__'],
      source: ['x'.repeat(301)],
      verdict: ['', '\0', 'x'.repeat(201)],
      comments: [Array.from({ length: 301 }, () => randomUUID()).join(',')],
      verdicts: [Array.from({ length: 301 }, (_, n) => `v-${n}`).join(',')],
      'countNewComments.since': [Array.from({ length: 301 }, (_, n) => `v-${n}:1`).join(',')],
      key: ['', '\0', 'x'.repeat(300)],
      updatedAt: ['', 'x', '\0', '0000-01-01T00:00:00Z'],
    };
    for (const { operationId: id, parameters } of client.operations)
      for (const { name } of parameters.filter((each) => each.in === 'query'))
        for (const value of bad[`${id}.${name}`] ?? bad[name]!) {
          const sent = request(id);
          const response = await call(id, { ...sent, query: { ...sent.query, [name]: value } });
          expect([id, name, value, response.status]).toEqual([id, name, value, 422]);
          expect(response.body.errors.map(({ path }: { path: string }) => path)).toEqual([name]);
        }
  });

  test('422: text that can’t be stored, in every text field', async () => {
    const text = 'half \ud83d, NUL \0';
    const verdict = { title: 'T', sections: [{ heading: 'H' }] };
    const bodies: [string, object][] = [
      ['createAccount', { username: text, password: PASSWORD }],
      ['createAccount', { username: 'doris-2', password: PASSWORD, email: text }],
      ['changeEmail', { email: text, password: PASSWORD }],
      ['requestPasswordReset', { email: text }],
      ['signIn', { username: text, password: PASSWORD }],
      ['postComment', { body: text }],
      ['postComment', { body: 'x', nonce: text }],
      ['postComment', { body: 'x', parentId: text }],
      ['postComment', { body: 'x', anchor: { section: text, quote: 'x' } }],
      ['postComment', { body: 'x', anchor: { section: 'x', quote: text } }],
      [
        'postComment',
        { body: 'x', anchor: { section: 'x', block: 0, start: 0, end: 1, exact: text, version: 1 } },
      ],
      ['editComment', { body: text, version: 1 }],
      ['editComment', { body: 'x', version: 2 ** 31 }],
      ['previewComment', { body: text }],
      ['reportComment', { reason: 'spam', note: text }],
      ['sendFeedback', { kind: 'idea', message: 'x', page: `/${text}` }],
      ['setSwitches', { signUp: 'open', writing: 'on', notice: text }],
      ['requestRemoval', { comment: text, email: 'vera@example.org', reason: 'other', text: 'x' }],
      ['requestRemoval', { comment: comment.id, email: text, reason: 'other', text }],
      ['subscribe', { email: text }],
      ['reportBounce', { type: 'bounce', email: text }],
      ['editVerdict', { ...verdict, note: text }],
      ['editVerdict', { ...verdict, note: 'x', title: text }],
      ['retractVerdict', { note: text }],
      ['publishVerdict', { ...verdict, title: text }],
      ['publishVerdict', { ...verdict, publishedAt: '0000-01-01' }],
      ['publishVerdict', { ...verdict, publishedText: `2026-05-01T${text}` }],
      ['publishVerdict', { ...verdict, source: { url: `https://x.example/${text}` } }],
      ['publishVerdict', { ...verdict, sections: [{ heading: text }] }],
    ];
    for (const [id, body] of bodies) {
      const { status } = await call(id, { ...request(id), body });
      expect([id, Object.keys(body), status]).toEqual([id, Object.keys(body), 422]);
    }
  });

  test('a search of hyphens, quotes and operators finds nothing', async () => {
    for (const q of ['-'.repeat(36), '"'.repeat(36), '-a '.repeat(60), '\0', "' OR 1 | & ! :*"])
      for (const [id, query] of [
        ['listVerdicts', { q, source: q }],
        ['search', { q }],
      ] as const)
        expect((await call(id, { query })).status).toBe(200);
  });

  test('429: limits are reached', async () => {
    // Only failed sign-ins count, and repeated reports don't.
    const wrong = { body: { username: 'grace', password: 'not-her-password' } };
    for (const id of those(({ responses }) => '429' in responses)) {
      let status = 0;
      // Limits in the database are set to reached; those for previews and searches are in memory, take 30 and 120, and may start again once.
      for (let tries = 0; status !== 429 && tries < 250; tries++) {
        if (id === 'reportComment') await client.call('withdrawReport', request('withdrawReport'));
        ({ status } = await client.call(id, id === 'signIn' ? wrong : request(id)));
        await database.query('UPDATE rate_limits SET points = 1000000');
      }
      expect([id, status]).toEqual([id, 429]);
    }
  });

  test('a withdrawn comment with a reply keeps its place, without its text', async () => {
    expect((await call('withdrawComment', request('withdrawComment'))).status).toBe(204);
    expect((await call('getComment', request('getComment'))).body).toMatchObject({
      status: 'withdrawn',
      body: null,
      author: null,
    });
  });

  test('503: the database is down', async () => {
    await forgetLimits();
    await database.stop('fast');
    for (const id of those(() => true)) {
      const sent = request(id);
      const { status } = await client.call(id, { ...sent, headers: { ...as(ada), ...sent.headers } });
      expect([id, status]).toEqual([id, 503]);
    }
    await database.start();
  });

  // Last: the tests above have produced every status in the document, and no other.
  test('every status in the document occurs', () => {
    const { listed, seen } = client.coverage();
    expect(seen).toEqual(listed);
  });
});
