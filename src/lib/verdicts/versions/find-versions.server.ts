import type { Actor } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { isSlug } from '#lib/verdicts/find-verdict.server.ts';
import { versionDiff } from './version-diff.ts';
import type { VersionDiff } from './version-diff-view.ts';
import {
  readVersioned,
  readVersions,
  readWholeVersions,
  type VersionedRow,
  type VersionRow,
} from './version-read.store.server.ts';
import { isVisible } from '#lib/verdicts/verdict-state.ts';
import type { StructuredVerdict } from '#lib/verdicts/verdict.ts';

/** Few verdicts have more than a handful of versions. */
const PAGE = 50;

export interface VersionView {
  version: number;
  /** ISO 8601. */
  at: string;
  /** Null: an import. */
  note: string | null;
  /** Readers see no name. */
  by: 'operator' | 'import';
}

interface VersionedVerdict {
  slug: string;
  title: string;
  current: number;
}

export interface VersionList extends VersionedVerdict {
  items: VersionView[];
  /** `before` of the next page; null on the last page. */
  next: number | null;
}

/** Only admins see the versions of a retracted verdict. @throws Refusal `verdict-not-found`, `verdict-retracted` */
export async function listVersions(
  slug: string,
  { before = null }: { before?: number | null | undefined },
  actor: Actor | null,
): Promise<VersionList> {
  const verdict = await findVisible(slug, actor);
  const rows = await readVersions(verdict.id, { before, limit: PAGE });
  const items = rows.slice(0, PAGE).map(versionView);
  return { ...versionedVerdict(verdict), items, next: rows.length > PAGE ? items.at(-1)!.version : null };
}

export interface VersionDetail extends VersionedVerdict, VersionView {
  content: StructuredVerdict;
  /** Null for the first version. */
  diff: VersionDiff | null;
}

/** @throws Refusal `verdict-not-found`, `verdict-retracted`, `version-not-found` */
export async function findVersion(
  slug: string,
  version: number,
  actor: Actor | null,
): Promise<VersionDetail> {
  const verdict = await findVisible(slug, actor);
  const rows = await readWholeVersions(verdict.id, [version - 1, version]);
  const found = rows.find((row) => row.version === version);
  if (!found) throw new Refusal('version-not-found');
  const before = rows.find((row) => row.version === version - 1);
  const diff = before ? versionDiff(before.content, found.content) : null;
  return { ...versionedVerdict(verdict), ...versionView(found), content: found.content, diff };
}

/** The text of one version; null: there is none with this number. For domains that compare versions. */
export async function findContent(verdictId: string, version: number): Promise<StructuredVerdict | null> {
  const [found] = await readWholeVersions(verdictId, [version]);
  return found?.content ?? null;
}

async function findVisible(slug: string, actor: Actor | null): Promise<VersionedRow> {
  const verdict = isSlug(slug) ? await readVersioned(slug) : null;
  if (!verdict || !isVisible(verdict.state, actor)) throw new Refusal('verdict-not-found');
  if (verdict.state === 'retracted' && actor?.role !== 'admin') throw new Refusal('verdict-retracted');
  return verdict;
}

function versionedVerdict({ slug, title, version }: VersionedRow): VersionedVerdict {
  return { slug, title, current: version };
}

function versionView({ version, at, note }: VersionRow): VersionView {
  return { version, at: at.toISOString(), note, by: note === null ? 'import' : 'operator' };
}
