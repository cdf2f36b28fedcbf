import { z } from 'zod';
import { suggestionsQuery } from '#lib/accounts/account-input.ts';
import { blockInput, followInput } from '#lib/follows/follow-input.ts';
import { noticesQuery, readInput, unreadQuery } from '#lib/notices/notice-input.ts';
import { noContent, ok, type Operation } from './operation.ts';
import * as shapes from './shapes.ts';

const follow = (id: string, path: string, summary: string): Operation => ({
  ...{ id, path, summary, method: 'put', access: 'reader', body: followInput },
  refuses: [429],
  responses: ok(followInput),
});

export const followOperations: Operation[] = [
  {
    id: 'suggestPeople',
    method: 'get',
    path: '/people',
    refuses: [429],
    summary: 'Up to eight names that begin with `q`, to mention.',
    access: 'reader',
    query: suggestionsQuery,
    responses: ok(z.strictObject({ items: z.array(z.strictObject({ username: z.string() })) })),
  },
  {
    id: 'listNotices',
    method: 'get',
    path: '/notices',
    summary: 'The caller’s notices, newest first. Similar ones are one item, about the newest of them.',
    access: 'reader',
    query: noticesQuery,
    responses: ok(shapes.notices),
  },
  {
    id: 'readNotices',
    method: 'post',
    path: '/notices/read',
    summary: 'Marks notices as read: one with all older ones, or those about comments that were seen.',
    access: 'reader',
    body: readInput,
    responses: noContent,
  },
  {
    id: 'listUnreadComments',
    method: 'get',
    path: '/notices/unread',
    summary: 'The comments on a verdict about which the caller has unread notices, at most 300.',
    access: 'reader',
    query: unreadQuery,
    responses: ok(shapes.unreadComments),
  },
  follow('followVerdict', '/verdicts/{slug}/follow', 'Follows or mutes a verdict’s thread for the caller.'),
  follow(
    'followBranch',
    '/comments/{id}/follow',
    'Follows or mutes the branch below a comment for the caller.',
  ),
  follow('followPerson', '/people/{name}/follow', 'Follows or mutes a person for the caller.'),
  {
    id: 'blockPerson',
    method: 'put',
    path: '/people/{name}/block',
    refuses: [429],
    summary:
      'Blocks or unblocks a person for the caller: they cause no notices, and their comments are folded on pages.',
    access: 'reader',
    body: blockInput,
    responses: ok(blockInput),
  },
];
