// Requests that once caused a server error or got no response, and similar ones, as
// regression tests.
import type { ActorName, Field } from './world.ts';

export interface Example {
  /** What is wrong with the request. */
  name: string;
  status: number;
  method?: string;
  path: string;
  actor?: ActorName;
  headers?: Field[];
  body?: string;
}

const FORM: Field = ['content-type', 'application/x-www-form-urlencoded'];
const MULTIPART: Field = ['content-type', 'multipart/form-data; boundary=x'];
const HYPHENS = '-'.repeat(36);
const cursorAt = (position: object) => Buffer.from(JSON.stringify(position)).toString('base64url');
const ID = '0198c5a0-0000-7000-8000-000000000001';

/** `SLUG` is a real verdict's. */
export const EXAMPLES: Example[] = [
  { name: 'a search for hyphens', path: `/?q=${HYPHENS}`, status: 200 },
  { name: 'NUL in a search', path: '/?q=a%00b&source=%00', status: 200 },
  { name: 'an empty limit', path: '/?limit=', status: 200 },
  { name: 'an unknown order', path: '/?sort=worst', status: 200 },
  { name: 'a parameter given twice', path: '/?sort=newest&sort=x&q=a&q=', status: 200 },
  {
    name: 'a cursor with year 0',
    path: `/?cursor=${cursorAt({ sort: 'newest', key: '0000-01-01T00:00:00Z', id: ID })}`,
    status: 200,
  },
  {
    name: 'a cursor beyond integer',
    path: `/?sort=discussed&cursor=${cursorAt({ sort: 'discussed', key: 2 ** 40, id: ID })}`,
    status: 200,
  },
  {
    name: 'a cursor of another order',
    path: `/?cursor=${cursorAt({ sort: 'discussed', key: 1, id: ID })}`,
    status: 200,
  },
  { name: 'a cursor of a thread', path: '/v/SLUG?cursor=nonsense&sort=nonsense', status: 200 },
  { name: 'a comment of no verdict', path: `/v/SLUG?comment=${ID}`, status: 200 },
  { name: 'a comment that is no id', path: '/v/SLUG?comment=nonsense', status: 200 },
  { name: 'a verdict named NUL', path: '/v/%00', status: 404 },
  { name: 'a verdict named with half a surrogate pair', path: '/v/%ED%A0%80', status: 400 },
  { name: 'the history of a comment that is no id', path: '/v/SLUG/history/%00', status: 404 },
  { name: 'a person’s cursor of hyphens', path: `/u/fuzz-reader-1?cursor=${HYPHENS}`, status: 200 },
  { name: 'a person named NUL', path: '/u/%00', status: 404 },
  { name: 'NUL in the log’s filters', path: '/moderation-log?kind=%00&person=%00&before=0', status: 200 },
  { name: 'NUL in the feed of the log', path: '/moderation-log/feed.xml?kind=%00&limit=', status: 200 },
  { name: 'a cursor of notices', path: '/notices?cursor=nonsense', actor: 'reader', status: 200 },
  {
    name: 'a cursor of the queue',
    path: `/moderation?cursor=${cursorAt({ weight: 1, openedAt: '+275760-09-13', id: ID })}&limit=`,
    actor: 'moderator',
    status: 200,
  },
  {
    name: 'a cursor of restrictions',
    path: '/moderation/restricted?cursor=%00',
    actor: 'moderator',
    status: 200,
  },
  { name: 'a case that is no id', path: '/moderation/cases/%00?do=%00', actor: 'moderator', status: 404 },
  {
    name: 'an overlong search for people',
    path: `/admin/people?q=${'a'.repeat(500)}&cursor=${'a'.repeat(500)}`,
    actor: 'admin',
    status: 200,
  },
  { name: 'NUL in a search for people', path: '/admin/people?q=%00&cursor=%00', actor: 'admin', status: 200 },
  {
    name: 'a cursor of feedback',
    path: `/admin/feedback?cursor=${cursorAt({ createdAt: '0000-01-01T00:00:00Z', id: ID })}`,
    actor: 'admin',
    status: 200,
  },
  { name: 'an impossible key of the first admin', path: '/admin/first?key=%00', status: 404 },
  {
    name: 'the action __proto__',
    method: 'POST',
    path: '/v/SLUG?/__proto__',
    headers: [FORM],
    body: '',
    status: 404,
  },
  {
    name: 'the action constructor',
    method: 'POST',
    path: '/settings?/constructor',
    headers: [FORM],
    body: '',
    status: 404,
  },
  {
    name: 'the action toString',
    method: 'POST',
    path: '/moderation?/toString',
    actor: 'moderator',
    headers: [FORM],
    body: '',
    status: 404,
  },
  {
    name: 'the reserved action default',
    method: 'POST',
    path: '/sign-in?/default',
    headers: [FORM],
    body: '',
    status: 404,
  },
  { name: 'the remote function __proto__', path: '/_app/remote/__proto__', status: 404 },
  { name: 'a remote function of constructor', path: '/_app/remote/constructor/x', status: 404 },
  {
    name: 'a form as text/plain',
    method: 'POST',
    path: '/feedback',
    headers: [['content-type', 'text/plain']],
    body: 'kind=idea',
    status: 400,
  },
  {
    name: 'a multipart form without parts',
    method: 'POST',
    path: '/feedback',
    headers: [MULTIPART],
    body: 'nonsense',
    status: 400,
  },
  {
    name: 'a broken multipart sign-in with a draft',
    method: 'POST',
    path: '/sign-in?draft=SLUG',
    headers: [MULTIPART],
    body: '--x',
    status: 400,
  },
  {
    name: 'broken bulk decisions',
    method: 'POST',
    path: '/moderation?/bulk',
    actor: 'moderator',
    headers: [MULTIPART],
    body: '--x',
    status: 400,
  },
  {
    name: 'NUL in a form',
    method: 'POST',
    path: '/feedback',
    headers: [FORM],
    body: 'kind=idea&message=a%00b',
    status: 422,
  },
  {
    name: 'a passage that is a number',
    method: 'POST',
    path: '/v/SLUG?/comment',
    actor: 'reader',
    headers: [FORM],
    body: 'body=x&anchor=7',
    status: 422,
  },
  {
    name: 'a passage that is no JSON',
    method: 'POST',
    path: '/v/SLUG?/comment',
    actor: 'reader',
    headers: [FORM],
    body: 'body=x&anchor={',
    status: 422,
  },
  {
    name: 'a passage beyond the verdict',
    method: 'POST',
    path: '/v/SLUG?/comment',
    actor: 'reader',
    headers: [FORM],
    body: `body=x&anchor=${encodeURIComponent(JSON.stringify({ section: '__proto__', block: 2 ** 31 - 1, start: 2 ** 31 - 1, end: 1, exact: 'x', version: 2 ** 31 - 1 }))}`,
    status: 422,
  },
  { name: 'a removal request about NUL', path: '/removal-requests?comment=%00', status: 200 },
  {
    name: 'a removal request about a comment that is no id',
    method: 'POST',
    path: '/removal-requests',
    headers: [FORM],
    body: 'comment=a%00b&email=a%40b.example&reason=other&text=x',
    status: 422,
  },
  {
    name: 'a removal request with two recipients',
    method: 'POST',
    path: '/removal-requests',
    headers: [FORM],
    body: `comment=${ID}&email=a%40b.example%0d%0aBcc:c%40d.example&reason=other&text=x`,
    status: 422,
  },
  {
    name: 'a move of a rule to nowhere',
    method: 'POST',
    path: '/admin/rules?/move',
    actor: 'admin',
    headers: [FORM],
    body: 'version=0&anchor=__proto__&by=sideways',
    status: 422,
  },
  {
    name: 'a field named __proto__',
    method: 'POST',
    path: '/feedback',
    headers: [FORM],
    body: '__proto__=x&kind=x',
    status: 422,
  },
  {
    name: 'a file in place of text',
    method: 'POST',
    path: '/feedback',
    headers: [MULTIPART],
    body: '--x\r\ncontent-disposition: form-data; name="message"; filename="a"\r\n\r\na\r\n--x--\r\n',
    status: 422,
  },
  {
    name: 'a report’s withdrawal of no id',
    method: 'DELETE',
    path: '/api/v1/comments/nonsense/reports',
    actor: 'reader',
    status: 404,
  },
  {
    name: 'a lease on the case hasOwnProperty',
    method: 'DELETE',
    path: '/moderation/cases/hasOwnProperty/lease',
    actor: 'moderator',
    status: 404,
  },
  {
    name: 'a range that ends before it begins',
    path: '/_app/version.json',
    headers: [['range', 'bytes=9-1']],
    status: 200,
  },
  {
    name: 'an upgrade that is not ours',
    path: '/about',
    headers: [
      ['upgrade', 'h2c'],
      ['connection', 'upgrade, close'],
    ],
    status: 200,
  },
];
