import { DELETED_ACCOUNT } from '#lib/actor.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { Scoring } from '#lib/verdicts/verdict.ts';
import type { IssueContent, IssueItem } from './issue.ts';

export interface VerdictTexts {
  id: string;
  slug: string;
  title: string;
  source: string | null;
  sample: boolean;
  score: Scoring['score'];
  classifications: { label: string }[];
  opening: string | null;
}

export interface ClaimTexts {
  id: string;
  label: string;
}

export interface VersionTexts {
  verdictId: string;
  version: number;
  note: string | null;
}

export interface CommentTexts {
  id: string;
  username: string;
  body: string;
  html: string;
  renderer: number;
}

/** Public text of the things in an issue, by id. What isn't public is absent. */
export interface IssueTexts {
  verdicts: Map<string, VerdictTexts>;
  claims: Map<string, ClaimTexts>;
  /** Keys: id and version, such as `ID 2`. */
  versions: Map<string, VersionTexts>;
  comments: Map<string, CommentTexts>;
}

/** Four queries for any number of things and issues. */
export async function readTexts(contents: IssueContent[]): Promise<IssueTexts> {
  const items = contents.flatMap(({ sections }) => sections.flatMap(({ items }): IssueItem[] => items));
  const [verdicts, claims, versions, comments] = await Promise.all([
    readVerdicts(unique(items.map(({ verdictId }) => verdictId))),
    readClaims(unique(items.flatMap((item) => ('claimId' in item ? [item.claimId] : [])))),
    readVersions(items.flatMap((item) => ('version' in item ? [item] : []))),
    readComments(unique(items.flatMap((item) => ('commentId' in item ? [item.commentId] : [])))),
  ]);
  return {
    verdicts: byId(verdicts),
    claims: byId(claims),
    versions: new Map(versions.map((row) => [`${row.verdictId} ${row.version}`, row])),
    comments: byId(comments),
  };
}

const unique = (ids: string[]): string[] => [...new Set(ids)];
const byId = <T extends { id: string }>(rows: T[]): Map<string, T> =>
  new Map(rows.map((row) => [row.id, row]));

function readVerdicts(ids: string[]): Promise<VerdictTexts[]> {
  return rowsOf(Prisma.sql`
    SELECT v.id, v.slug, v.title, coalesce(v.source_feed, v.source_name) AS source, v.is_sample AS sample,
      nullif(v.content->'score', 'null') AS score,
      jsonb_path_query_first(v.content, '$.sections[*].blocks[*] ? (@.type == "paragraph").text') #>> '{}' AS opening,
      (SELECT coalesce(json_agg(json_build_object('label', c.label) ORDER BY c.position), '[]') FROM claims c
        WHERE c.verdict_id = v.id AND c.retired_at IS NULL AND c.kind = 'classification') AS classifications
    FROM verdicts v WHERE v.id = ANY(${ids}::uuid[]) AND v.state = 'published'`);
}

function readClaims(ids: string[]): Promise<ClaimTexts[]> {
  return rowsOf(Prisma.sql`SELECT c.id, c.label FROM claims c WHERE c.id = ANY(${ids}::uuid[])`);
}

function readVersions(of: { verdictId: string; version: number }[]): Promise<VersionTexts[]> {
  return rowsOf(Prisma.sql`
    SELECT e.verdict_id AS "verdictId", e.version, e.note FROM verdict_versions e
    JOIN unnest(${of.map(({ verdictId }) => verdictId)}::uuid[], ${of.map(({ version }) => version)}::int[])
      AS wanted(verdict_id, version) ON wanted.verdict_id = e.verdict_id AND wanted.version = e.version`);
}

function readComments(ids: string[]): Promise<CommentTexts[]> {
  return rowsOf(Prisma.sql`
    SELECT m.id, coalesce(u.username, ${DELETED_ACCOUNT}) AS username, m.body, m.html, m.renderer FROM comments m JOIN users u ON u.id = m.author_id
    WHERE m.id = ANY(${ids}::uuid[]) AND m.status = 'visible'`);
}
