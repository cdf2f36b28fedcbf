import { blockInput, followInput } from '#lib/follows/follow-input.ts';
import { ok, type Operation } from './operation.ts';

const follow = (id: string, path: string, summary: string): Operation => ({
  ...{ id, path, summary, method: 'put', access: 'reader', body: followInput },
  refuses: [429],
  responses: ok(followInput),
});

export const followOperations: Operation[] = [
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
