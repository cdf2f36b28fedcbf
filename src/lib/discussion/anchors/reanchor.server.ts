import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StoredAnchor } from '#lib/passages/anchor.ts';
import { looksSame, recheck, type VersionText } from '#lib/passages/recheck.ts';
import { VerdictText } from '#lib/passages/verdict-text.ts';
import { changeThread } from '#lib/discussion/status/change-thread.server.ts';
import { findContent } from '#lib/verdicts/versions/find-versions.server.ts';
import type { MovedAnchor } from './moved-anchor.ts';
import {
  readStaleAnchors,
  verdictsWithStaleAnchors,
  type StaleAnchor,
  type StaleVerdict,
} from './anchored.store.server.ts';

/** Passages in one transaction, which holds the verdict's row. */
const BATCH = 200;
/** Milliseconds for which requests wait at most while passages are sought. */
const SLICE = 15;
/** Versions whose texts are kept at once. */
const TEXTS = 8;

/**
 * Seeks passages in the current versions of their verdicts: after a new version, and once for passages of before passages
 * had places. In steps that can be repeated: what one process leaves, the next sweep does. `since`: see the store.
 */
export async function reanchorAll(since: Date | null): Promise<void> {
  for (const verdict of await verdictsWithStaleAnchors(since)) await reanchor(verdict);
}

async function reanchor(verdict: StaleVerdict): Promise<void> {
  const texts = new Texts(verdict.id);
  const now = await texts.of(verdict.version);
  const known = new Map<string, StoredAnchor>();
  for (;;) {
    const stale = await readStaleAnchors(verdict, BATCH);
    if (stale.length === 0) return;
    const moved = await seek(stale, { texts, now, known });
    const written = await changeThread(verdict, (thread) => thread.reanchor(verdict.version, moved));
    // A newer version, or a deleted text: the next sweep reads again.
    if (written < stale.length) return;
  }
}

interface Reanchoring {
  texts: Texts;
  now: VersionText;
  /** Many comments are about the same passage. */
  known: Map<string, StoredAnchor>;
}

async function seek(stale: StaleAnchor[], { texts, now, known }: Reanchoring): Promise<MovedAnchor[]> {
  const moved: MovedAnchor[] = [];
  let pause = performance.now() + SLICE;
  for (const { id, anchor: before, quoted } of stale) {
    const key = JSON.stringify([quoted, before]);
    const anchor = known.get(key) ?? recheck(before, await texts.of(quoted), now);
    known.set(key, anchor);
    moved.push({ id, before, anchor, same: looksSame(before, anchor) });
    if (performance.now() < pause) continue;
    await nextTurn();
    pause = performance.now() + SLICE;
  }
  return moved;
}

/** The texts of a verdict's versions, each read once. Anchors are in the order of their versions. */
class Texts {
  readonly #verdictId: string;
  readonly #read = new Map<number, VersionText>();

  constructor(verdictId: string) {
    this.#verdictId = verdictId;
  }

  async of(version: number): Promise<VersionText> {
    const known = this.#read.get(version);
    if (known) return known;
    const content = await findContent(this.#verdictId, version);
    const text = { version, text: new VerdictText(content?.sections ?? []) };
    const [oldest] = this.#read.keys();
    if (this.#read.size === TEXTS) this.#read.delete(oldest!);
    this.#read.set(version, text);
    return text;
  }
}

/** A day, in milliseconds: a verdict whose version is older was seen by a sweep before, or is seen at the next start. */
const RECENT = 24 * 60 * 60 * 1000;

/** The sweep of one process: all verdicts first, then those with recent versions. */
export function anchorSweep(): () => Promise<void> {
  let isFirst = true;
  return async () => {
    await reanchorAll(isFirst ? null : new Date(Date.now() - RECENT));
    isFirst = false;
  };
}
