import { z } from 'zod';
import { bounceInput } from '#lib/digest/subscribers/bounces/bounce-input.ts';
import { confirmInput, subscribeInput } from '#lib/digest/subscribers/subscriber-input.ts';
import { titlesQuery } from '#lib/discussion/link-titles/titles-input.ts';
import { feedbackInput } from '#lib/feedback/feedback-input.ts';
import { removalRequestInput } from '#lib/moderation/removal-requests/removal-request-input.ts';
import { searchQuery } from '#lib/search/search-input.ts';
import { switchesInput } from '#lib/site-settings/site-settings-input.ts';
import { accepted, noContent, ok, type Operation } from './operation.ts';
import * as shapes from './shapes.ts';

export const siteOperations: Operation[] = [
  {
    id: 'search',
    method: 'get',
    path: '/search',
    refuses: [429],
    summary:
      'Searches verdicts and comments that the caller may read. `q` takes quotes, `-`, `or`, and the operators `from:NAME`, `source:`, `in:verdicts`, `in:comments`, and `is:removed` for moderators. Without `in`, a page has up to five verdicts, then comments.',
    access: 'anyone',
    query: searchQuery,
    responses: ok(shapes.searchResult),
  },
  {
    id: 'getTitles',
    method: 'get',
    path: '/titles',
    summary: 'What links to verdicts and comments show, as everyone sees them now: titles, and first words.',
    access: 'anyone',
    query: titlesQuery,
    responses: ok(shapes.linkTitles),
  },
  {
    id: 'sendFeedback',
    method: 'post',
    path: '/feedback',
    refuses: [429],
    summary: 'Sends a message to the operator.',
    access: 'anyone',
    body: feedbackInput,
    responses: { 201: { description: 'Stored.', shape: z.strictObject({ id: z.string() }) } },
  },
  {
    id: 'requestRemoval',
    method: 'post',
    path: '/removal-requests',
    refuses: [429],
    summary:
      'Asks moderators to remove a comment, given by its id or address. The decision is sent to the email address. Repeated for the same comment and address, it changes nothing; the response is the same.',
    access: 'anyone',
    body: removalRequestInput,
    responses: accepted('Accepted.'),
  },
  {
    id: 'subscribe',
    method: 'post',
    path: '/report/subscriptions',
    refuses: [429],
    summary:
      'Subscribes to The Cope Report. An address that isn’t subscribed gets a link to confirm; the response is the same in both cases.',
    access: 'anyone',
    body: subscribeInput,
    responses: { 202: { description: 'Accepted.', shape: null } },
  },
  {
    id: 'confirmSubscription',
    method: 'post',
    path: '/report/subscriptions/confirm',
    refuses: [404],
    summary: 'Confirms a subscription with the token of the link.',
    access: 'anyone',
    body: confirmInput,
    responses: noContent,
  },
  {
    id: 'reportBounce',
    method: 'post',
    path: '/report/bounces',
    summary:
      'A mail provider reports a bounce or a complaint, signed by Standard Webhooks with REPORT_WEBHOOK_KEY; without that setting, 404.',
    access: 'anyone',
    body: bounceInput,
    responses: noContent,
  },
  {
    id: 'getSwitches',
    method: 'get',
    path: '/admin/switches',
    refuses: [403],
    summary: 'The emergency switches, for admins.',
    access: 'reader',
    responses: ok(shapes.switches),
  },
  {
    id: 'setSwitches',
    method: 'put',
    path: '/admin/switches',
    summary: 'Sets the emergency switches, for admins. They apply at once in every process.',
    access: 'reader',
    body: switchesInput,
    responses: ok(shapes.switches),
  },
];
