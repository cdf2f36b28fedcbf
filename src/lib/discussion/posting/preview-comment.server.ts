import type { z } from 'zod';
import { requireApproved, requireSignedIn, type Actor } from '#lib/actor.ts';
import { networkOf } from '#lib/http/network.server.ts';
import { findReached, spend } from '#lib/limits.server.ts';
import { Refusal, type RefusalCode } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { refuseReadOnly } from '#lib/site-settings/refuse-read-only.server.ts';
import { findStanding } from '#lib/standing/find-standing.server.ts';
import { whyNotWrite } from '#lib/verdicts/verdict-state.ts';
import { findRow } from '#lib/discussion/reading/find-comment.server.ts';
import { whyNotEdit } from '#lib/discussion/rules.ts';
import {
  findDayFull,
  findRefusals,
  findSiteRules,
  type Text,
} from '#lib/discussion/screening/screen-text.server.ts';
import { findMentioned, renderText } from '#lib/discussion/mentions/find-mentioned.server.ts';
import { findTarget, findThread, refuseTooEarly } from './find-place.server.ts';
import type { previewInput } from './comment-input.ts';

type Input = z.output<typeof previewInput>;

export interface Preview {
  html: string;
  /** Why it would be refused if it were sent now. Without a place, only what doesn't depend on it. */
  warnings: { code: RefusalCode; message: string }[];
}

/**
 * A comment's text as HTML, checked by the rules for posting at that place, or for an edit. Only for signed-in readers,
 * because rendering costs processor time.
 * @throws Refusal `sign-in-first`, `rate-limited`
 */
export async function previewComment(
  input: Input,
  { address, ...context }: RequestContext & { address: string },
): Promise<Preview> {
  const author = requireSignedIn(context.actor);
  await spend('preview-by-reader', author.id);
  await spend('preview-by-address', networkOf(address));
  const { html, plain } = renderText(input.body, await findMentioned(input.body, author.id));
  const found = await findAll(input, { html: plain, author, now: context.now });
  const messages = new Map(found.map(({ code, message }) => [message, { code, message }]));
  return { html, warnings: [...messages.values()] };
}

interface Previewed {
  html: string;
  author: Actor;
  now: Date;
}

async function findAll(input: Input, previewed: Previewed): Promise<Refusal[]> {
  const found: Refusal[] = [];
  const check = async <T>(rule: () => T | Promise<T>): Promise<T | null> => {
    try {
      return await rule();
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      found.push(fault);
      return null;
    }
  };
  await check(() => void requireApproved(previewed.author));
  await check(refuseReadOnly);
  const place =
    input.verdict && !input.comment ? await findPlace(input.verdict, input, previewed, check) : {};
  if (input.comment) await check(() => refuseEdit(input.comment!, previewed));
  const { author, now, html } = previewed;
  const [standing, siteRules] = await Promise.all([findStanding(author.id, now), findSiteRules()]);
  const text = { body: input.body, html, standing, siteRules, thread: null, ...place };
  return [...found, ...findRefusals(text, now)];
}

type Check = <T>(rule: () => T | Promise<T>) => Promise<T | null>;

/** What screening knows about a place for a new comment; what the place itself refuses is checked. */
async function findPlace(
  slug: string,
  { body, parentId }: Input,
  { author, now }: Previewed,
  check: Check,
): Promise<Partial<Text>> {
  const target = parentId ? await check(() => findTarget(slug, parentId, author)) : null;
  const found = await check(() => findThread(slug, target, { author, body, now }));
  if (!found) return {};
  const { thread } = found;
  if (target) await check(() => refuseTooEarly(target, thread, now));
  const dayFullUntil = await findDayFull(author.id, found, now);
  const reached = await findReached('comment-volume', author.id);
  if (reached) await check(() => Promise.reject(reached));
  return { thread, dayFullUntil };
}

async function refuseEdit(id: string, { author, now }: Previewed): Promise<void> {
  const row = await findRow(id, author);
  const why = whyNotWrite(row.verdictState, author) ?? whyNotEdit(row, author, now);
  if (why) throw new Refusal(why);
}
