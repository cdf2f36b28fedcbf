import { Refusal } from '#lib/refusal.ts';
import { findSiteSettings } from '#lib/site-settings/find-site-settings.server.ts';
import type { SiteSettings } from '#lib/site-settings/site-settings.ts';
import type { OwnStanding } from './own-standing.ts';
import type { ReporterRecord } from './report-weight.ts';
import { heldBack, type Act, type Restriction } from './restriction.ts';
import { readRestrictions, readStanding, type StandingRow } from './standing.store.server.ts';
import { trustOf, type Trust } from './trust.ts';

export { standingOf, type StandingRow } from './standing.store.server.ts';

export interface Standing extends Trust {
  visibleComments: number;
  removed: number;
  restrictions: Restriction[];
  record: ReporterRecord;
}

/** @throws Refusal `user-not-found` */
export async function findStanding(userId: string, now: Date): Promise<Standing> {
  const [row, site] = await Promise.all([readStanding(userId), findSiteSettings()]);
  return asStanding(row, site, now);
}

/** What the account itself may know of its standing. @throws Refusal `user-not-found` */
export async function findOwnStanding(userId: string, now: Date): Promise<OwnStanding> {
  return ownStanding(await findStanding(userId, now));
}

export function ownStanding({ level, missing, restrictions }: Standing): OwnStanding {
  const open = restrictions.map(({ scope, until }) => ({ scope, until: until?.toISOString() ?? null }));
  return { trust: { level, missing }, restrictions: open };
}

/** @throws Refusal `user-not-found` if `row` is null */
export function asStanding(
  row: StandingRow | null,
  { trustNeedsEmail }: Pick<SiteSettings, 'trustNeedsEmail'>,
  now: Date,
): Standing {
  if (!row) throw new Refusal('user-not-found');
  const { visibleComments, removed, upheld, rejected } = row;
  const restrictions = row.restrictions
    .map(({ scope, until, reason }) => ({ scope, reason, until: until === null ? null : new Date(until) }))
    .filter(({ until }) => until === null || until.getTime() > now.getTime());
  const trust = trustOf({ ...row, addressConfirmed: trustNeedsEmail ? row.emailConfirmed : null }, now);
  return { ...trust, visibleComments, removed, restrictions, record: { upheld, rejected } };
}

/** @throws Refusal `restricted` */
export async function refuseRestricted(userId: string, act: Act, now: Date): Promise<void> {
  const held = heldBack(await readRestrictions(userId), act, now);
  if (held) throw new Refusal(held.code, { message: held.message });
}

export async function mayAct(userId: string, act: Act, now: Date): Promise<boolean> {
  return heldBack(await readRestrictions(userId), act, now) === null;
}
