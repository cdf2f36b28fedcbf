import { createHash } from 'node:crypto';
import webPush from 'web-push';
import { guardedFetch, type GuardedOptions } from '#lib/http/outgoing/guarded-fetch.server.ts';
import { OutgoingRefused } from '#lib/http/outgoing/outgoing-target.server.ts';
import type { Attempt, Outcome, RowQueue } from '#lib/jobs/row-queue.ts';
import { log } from '#lib/log.server.ts';
import { pushKey } from './push-key.server.ts';
import { PUSH_LASTS, type PushKind, type PushPayload } from './push-message.ts';
import { pushSource } from './push-source.server.ts';
import {
  deleteMessage,
  deleteSubscription,
  PUSH_QUEUE,
  readMessages,
  unscheduledMessages,
  type PushRow,
} from './push.store.server.ts';

/** Sends notifications to push services. Retries take some two hours; later a notification is of little use. */
export const pushQueue: RowQueue = {
  name: PUSH_QUEUE,
  batch: 20,
  // A push service that never answers holds up its own batch only.
  workers: 4,
  retry: { times: 10, after: 5, longest: 1800 },
  timeout: 120,
  unscheduled: unscheduledMessages,
  attempt: (attempts) => sendPushes(attempts),
};

const REQUEST = { method: 'POST', redirects: 0, timeout: 10_000, maxBytes: 16 * 1024 } as const;
const URGENCY: Record<PushKind, 'normal' | 'high'> = { notice: 'normal', queue: 'high' };

export async function sendPushes(attempts: Attempt[], now = new Date()): Promise<Outcome[]> {
  const rows = new Map((await readMessages(attempts.map(({ id }) => id))).map((row) => [row.id, row]));
  const payloads = await payloadsOf([...rows.values()], now);
  return Promise.all(
    attempts.map(async ({ id, last }): Promise<Outcome> => {
      const row = rows.get(id);
      // Sent, or the browser has turned it off.
      if (!row) return { id, done: true };
      const payload = payloads.get(id);
      const reason = payload ? await send(row, payload, now) : null;
      if (reason !== null && !last) return { id, done: false, reason };
      if (reason !== null) log.info({ reason }, 'a push service could not be reached for hours');
      await deleteMessage(id);
      return { id, done: true };
    }),
  );
}

async function payloadsOf(rows: PushRow[], now: Date): Promise<Map<string, PushPayload>> {
  const current = rows.filter(({ createdAt }) => createdAt.getTime() + PUSH_LASTS > now.getTime());
  const all = new Map<string, PushPayload>();
  for (const [kind, messages] of Map.groupBy(current, (row) => row.kind))
    for (const [id, payload] of (await pushSource(kind)?.(messages)) ?? []) all.set(id, payload);
  return all;
}

/** @returns why it must be retried, or null */
async function send(row: PushRow, payload: PushPayload, now: Date): Promise<string | null> {
  const request = requestOf(row, payload, { key: await pushKey(), now });
  if (!request) return forget(row);
  try {
    const { status } = await guardedFetch(row.subscription.endpoint, request);
    if (status >= 200 && status < 300) return null;
    if (status === 404 || status === 410) return await forget(row);
    if (status === 429 || status >= 500) return `the push service answered ${status}`;
    log.warn({ status, endpoint: hostOf(row) }, 'a push service refused a message');
    return null;
  } catch (fault) {
    if (fault instanceof OutgoingRefused) return forget(row);
    return fault instanceof Error ? fault.message : String(fault);
  }
}

/** Encrypted and signed; null if the browser's keys are none. */
function requestOf(
  { kind, subscription, createdAt }: PushRow,
  payload: PushPayload,
  { key, now }: { key: webPush.RequestOptions['vapidDetails']; now: Date },
): GuardedOptions | null {
  const { endpoint, p256dh, auth } = subscription;
  const options: webPush.RequestOptions = {
    ...(key ? { vapidDetails: key } : {}),
    TTL: Math.ceil((createdAt.getTime() + PUSH_LASTS - now.getTime()) / 1000),
    urgency: URGENCY[kind],
    // At most 32 characters, and the push service learns nothing from it.
    topic: createHash('sha256').update(payload.tag).digest('base64url').slice(0, 32),
  };
  try {
    const { headers, body } = webPush.generateRequestDetails(
      { endpoint, keys: { p256dh, auth } },
      JSON.stringify(payload),
      options,
    );
    const texts = Object.entries(headers).map(([name, value]) => [name, String(value)]);
    return { ...REQUEST, headers: Object.fromEntries(texts) as Record<string, string>, body: body ?? '' };
  } catch (fault) {
    log.info({ err: fault }, 'a browser has keys that nothing can be encrypted with');
    return null;
  }
}

/** The browser has ended the subscription, or its address may not be fetched. */
async function forget({ subscription }: PushRow): Promise<null> {
  await deleteSubscription(subscription.id);
  return null;
}

/** Not the whole address, which is a secret of the browser. */
const hostOf = ({ subscription }: PushRow): string | undefined => URL.parse(subscription.endpoint)?.host;
