import type { z } from 'zod';
import { requireSignedIn, type Actor } from '#lib/actor.ts';
import { idCursor } from '#lib/http/input/cursor-input.ts';
import { Refusal } from '#lib/refusal.ts';
import { typographic } from '#lib/typographic.ts';
import type { FollowKind, FollowLevel } from './follow.ts';
import type { followsQuery } from './follow-input.ts';
import {
  namesOf,
  readBlockedNames,
  readBlocks,
  readFollows,
  type TargetName,
} from './follow-list.store.server.ts';
import { isBlocked, levelsOf } from './follow.store.server.ts';
import { findTargetId } from './set-follow.server.ts';

const PAGE = 30;

export interface FollowItem extends TargetName {
  kind: FollowKind;
  level: FollowLevel;
}

/** What the actor follows and mutes, and whom they blocked: a page of each. @throws Refusal `sign-in-first` */
export async function listFollows(
  { cursor, blocks }: z.output<typeof followsQuery>,
  actor: Actor | null,
): Promise<{
  follows: { items: FollowItem[]; next: string | null };
  blocked: { items: TargetName[]; next: string | null };
}> {
  const { id } = requireSignedIn(actor);
  const [follows, blockedIds] = await Promise.all([
    readFollows(id, idCursor.read(cursor)?.id ?? null, PAGE + 1),
    readBlocks(id, idCursor.read(blocks)?.id ?? null, PAGE + 1),
  ]);
  const page = idCursor.page(
    follows.map((row) => ({ ...row, id: row.targetId })),
    PAGE,
  );
  const blocked = idCursor.page(
    blockedIds.map((id) => ({ id })),
    PAGE,
  );
  const ids = { verdict: [] as string[], branch: [] as string[], person: blocked.rows.map(({ id }) => id) };
  for (const { kind, id } of page.rows) ids[kind].push(id);
  const names = await namesOf(ids);
  return {
    follows: {
      items: page.rows.flatMap(({ kind, level, id }) => named(names.get(id), { kind, level })),
      next: page.next,
    },
    blocked: { items: blocked.rows.flatMap(({ id }) => named(names.get(id), {})), next: blocked.next },
  };
}

function named<T extends object>(name: TargetName | undefined, more: T): (TargetName & T)[] {
  return name ? [{ ...name, ...more, label: typographic(name.label) }] : [];
}

/** The names of everyone whom the actor blocks. */
export async function blockedNames({ id }: Actor): Promise<string[]> {
  return readBlockedNames(id);
}

export interface FollowState extends FollowItem {
  /** Of a person; null for anything else. */
  blocked: boolean | null;
}

/** What the form about one target shows. @throws Refusal as `setFollow` */
export async function findFollow(
  { kind, target }: { kind: FollowKind; target: string },
  actor: Actor | null,
): Promise<FollowState> {
  const reader = requireSignedIn(actor);
  const id = await findTargetId({ kind, target }, reader);
  const [levels, names, blocked] = await Promise.all([
    levelsOf(reader.id, [id]),
    namesOf({ verdict: [], branch: [], person: [], [kind]: [id] }),
    kind === 'person' ? isBlocked(reader.id, id) : null,
  ]);
  const [item] = named(names.get(id), { kind, level: levels.get(id) ?? ('normal' as const), blocked });
  if (!item) throw new Refusal('not-found');
  return item;
}
