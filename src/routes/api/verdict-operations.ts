import { z } from 'zod';
import { claimInput } from '#lib/authorship/authorship-input.ts';
import { mineQuery } from '#lib/discussion/mine/mine-input.ts';
import { newQuery, readInput, sinceQuery } from '#lib/discussion/whats-new/whats-new-input.ts';
import { listingInput } from '#lib/verdicts/list/list-input.ts';
import {
  retractInput,
  structuredEditInput,
  structuredInput,
  textEditInput,
  textInput,
} from '#lib/verdicts/publish/verdict-input.ts';
import { accepted, noContent, ok, type Operation } from './operation.ts';
import * as shapes from './shapes.ts';

export const verdictOperations: Operation[] = [
  {
    id: 'listVerdicts',
    method: 'get',
    path: '/verdicts',
    summary: 'Lists verdicts.',
    access: 'anyone',
    query: listingInput,
    responses: ok(shapes.listedVerdicts),
  },
  {
    id: 'publishVerdict',
    method: 'post',
    path: '/verdicts',
    refuses: [410],
    summary: 'Publishes a verdict: its page as text, or structured.',
    access: 'program',
    body: z.union([textInput, structuredInput]),
    responses: {
      201: { description: 'Published.', shape: shapes.verdict },
      200: {
        description: 'Published before. If the text differs, there is a new version.',
        shape: shapes.verdict,
      },
    },
  },
  {
    id: 'getVerdict',
    method: 'get',
    path: '/verdicts/{slug}',
    summary: 'One verdict.',
    access: 'anyone',
    refuses: [410],
    responses: ok(shapes.verdict),
  },
  {
    id: 'getWhereItStands',
    method: 'get',
    path: '/verdicts/{slug}/standing',
    summary:
      'Above a long thread: the comments that each side and both find best, as published at the last ten ratings of each. A side whose best is common ground has its next. With the verdict’s weakest link, and the first comments in the order of common ground.',
    access: 'anyone',
    refuses: [410],
    responses: ok(shapes.whereItStands),
  },
  {
    id: 'getVerdictMine',
    method: 'get',
    path: '/verdicts/{slug}/mine',
    summary:
      'The caller’s own state on a verdict’s page: votes, ratings, and comments that others see differently.',
    access: 'reader',
    query: mineQuery,
    responses: ok(shapes.verdictMine),
  },
  {
    id: 'claimAuthorship',
    method: 'post',
    path: '/verdicts/{slug}/authorship',
    refuses: [410, 429],
    summary:
      'Says that the caller wrote the paper. Sends a confirmation link to an address that is in the paper or on its source’s page, which an admin checks. The response is the same for every address.',
    access: 'reader',
    body: claimInput,
    responses: accepted('A link is sent to the address.'),
  },
  {
    id: 'markVerdictRead',
    method: 'put',
    path: '/verdicts/{slug}/read',
    refuses: [429],
    summary:
      'Says how far the caller has read a verdict’s comments. It never moves back, nor beyond the newest comment.',
    access: 'reader',
    body: readInput,
    responses: noContent,
  },
  {
    id: 'peekAtVotes',
    method: 'post',
    path: '/verdicts/{slug}/peek',
    refuses: [429],
    summary:
      'Says that the caller asked for the votes of a verdict that its page hides at first. Later first votes don’t count as blind. Idempotent.',
    access: 'reader',
    responses: noContent,
  },
  {
    id: 'listNewComments',
    method: 'get',
    path: '/verdicts/{slug}/new',
    summary:
      'Comments of others created since a seq, at most 100, in reading order. A comment that a moderator lets in is created then.',
    access: 'anyone',
    query: newQuery,
    responses: ok(shapes.newComments),
  },
  {
    id: 'countNewComments',
    method: 'get',
    path: '/new-comments',
    summary: 'How many comments several verdicts have had since a seq.',
    access: 'anyone',
    query: sinceQuery,
    responses: ok(shapes.newCounts),
  },
  {
    id: 'editVerdict',
    method: 'put',
    path: '/verdicts/{slug}',
    refuses: [409, 410],
    summary:
      'Replaces a verdict by a new version with a note, at the same address. Unchanged content makes no version.',
    access: 'program',
    body: z.union([textEditInput, structuredEditInput]),
    responses: ok(shapes.verdict),
  },
  {
    id: 'publishVerdictAgain',
    method: 'post',
    path: '/verdicts/{slug}/publish',
    summary: 'Publishes an unpublished or retracted verdict again.',
    access: 'program',
    responses: noContent,
  },
  {
    id: 'unpublishVerdict',
    method: 'post',
    path: '/verdicts/{slug}/unpublish',
    summary: 'Hides a verdict and its comments from everyone but admins.',
    access: 'program',
    responses: noContent,
  },
  {
    id: 'retractVerdict',
    method: 'post',
    path: '/verdicts/{slug}/retract',
    summary: 'Replaces a verdict’s text by a note that says why. Its comments stay readable.',
    access: 'program',
    body: retractInput,
    responses: noContent,
  },
];
