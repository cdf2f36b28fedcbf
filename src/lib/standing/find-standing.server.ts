import { Refusal } from '#lib/refusal.ts';
import { findSiteSettings } from '#lib/site-settings/find-site-settings.server.ts';
import type { SiteSettings } from '#lib/site-settings/site-settings.ts';
import type { ReporterRecord } from './report-weight.ts';
import { heldBack, type Act, type Restriction } from './restriction.ts';
import { readRestrictions, readStanding, type StandingRow } from './standing.store.server.ts';
import { trustOf, type Trust } from './trust.ts';

/** For another room's statement that asks it along with its own: see asStanding. */
export { standingOf, type StandingRow } from './standing.store.server.ts';

/** How a person stands here, as the rules ask for it. */
export interface Standing extends Trust {
  /** Comments that stand now, counted no further than it matters here, and those that moderators removed. */
  stood: number;
  removed: number;
  /** What holds now. */
  restrictions: Restriction[];
  record: ReporterRecord;
}

/** @throws Refusal `user-not-found` */
export async function findStanding(userId: string, now: Date): Promise<Standing> {
  const [row, site] = await Promise.all([readStanding(userId), findSiteSettings()]);
  return asStanding(row, site, now);
}

/** `row`: as the store read it; null: nobody of that id. @throws Refusal `user-not-found` */
export function asStanding(
  row: StandingRow | null,
  { trustNeedsEmail }: Pick<SiteSettings, 'trustNeedsEmail'>,
  now: Date,
): Standing {
  if (!row) throw new Refusal('user-not-found');
  const { stood, removed, upheld, rejected } = row;
  const restrictions = row.restrictions
    .map(({ scope, until, reason }) => ({ scope, reason, until: until === null ? null : new Date(until) }))
    .filter(({ until }) => until === null || until.getTime() > now.getTime());
  const trust = trustOf({ ...row, addressConfirmed: trustNeedsEmail ? row.emailConfirmed : null }, now);
  return { ...trust, stood, removed, restrictions, record: { upheld, rejected } };
}

/** Refuses what a moderator keeps this person from. @throws Refusal `restricted` */
export async function refuseRestricted(userId: string, act: Act, now: Date): Promise<void> {
  const held = heldBack(await readRestrictions(userId), act, now);
  if (held) throw new Refusal(held.code, { message: held.message });
}

/** Does nothing keep this person from it now? */
export async function mayAct(userId: string, act: Act, now: Date): Promise<boolean> {
  return heldBack(await readRestrictions(userId), act, now) === null;
}
