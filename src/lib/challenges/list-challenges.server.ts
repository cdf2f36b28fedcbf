import { requireAdmin, type Actor } from '#lib/actor.ts';
import { excerptOf } from '#lib/excerpt.ts';
import { typographic } from '#lib/typographic.ts';
import type { ChallengeOutcome, ChallengeState } from './challenge.ts';
import { countOpen, readDesk, readOutcomes, type DeskRow } from './challenge.store.server.ts';

/** More than an operator reads at once: decided ones leave room for the open ones. */
const DESK = 50;
/** Characters of a passage and of a comment. */
const EXCERPT_MAX = 600;

export interface DeskChallenge {
  comment: string;
  author: string | null;
  excerpt: string;
  passage: string;
  verdict: { slug: string; title: string; version: number; retracted: boolean };
  source: string;
  host: string;
  state: ChallengeState;
  note: string | null;
  verdictVersion: number | null;
  version: number;
  /** ISO 8601. */
  createdAt: string;
  decidedAt: string | null;
  /** Versions of the verdict that are newer than the challenge, the newest first. */
  versions: DeskRow['versions'];
}

/** What the operator has to review, then what was decided. @throws Refusal `sign-in-first`, `forbidden` */
export async function listChallenges(actor: Actor | null): Promise<DeskChallenge[]> {
  requireAdmin(actor);
  return (await readDesk(DESK)).map(deskView);
}

/** @throws Refusal `sign-in-first`, `forbidden` */
export async function countOpenChallenges(actor: Actor | null): Promise<number> {
  requireAdmin(actor);
  return countOpen();
}

export interface PublicOutcome {
  comment: string;
  author: string | null;
  passage: string;
  source: string;
  host: string;
  state: ChallengeOutcome;
  note: string;
  version: number | null;
  at: string;
}

/** Decided challenges of a verdict, the latest first, for everyone. */
export async function listOutcomes(slug: string): Promise<PublicOutcome[]> {
  return (await readOutcomes(slug, DESK)).map((row) => ({
    ...{ comment: row.commentId, author: row.username, passage: passageOf(row.anchor) },
    ...{ source: row.source, host: hostOf(row.source), state: row.state, note: row.note },
    ...{ version: row.verdictVersion, at: row.decidedAt.toISOString() },
  }));
}

function deskView(row: DeskRow): DeskChallenge {
  const { slug, currentVersion: version, source, state, note, verdictVersion } = row;
  return {
    ...{ comment: row.commentId, author: row.username, excerpt: excerptOf(row.body, EXCERPT_MAX) },
    passage: passageOf(row.anchor),
    verdict: { slug, title: typographic(row.title), version, retracted: row.retracted },
    ...{ source, host: hostOf(source), state, note, verdictVersion, version: row.version },
    createdAt: row.createdAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    versions: row.versions,
  };
}

const hostOf = (source: string) => new URL(source).hostname;

function passageOf(anchor: unknown): string {
  const { exact, quote } = (anchor ?? {}) as { exact?: string; quote?: string };
  return excerptOf(exact ?? quote ?? '', EXCERPT_MAX);
}
