import { read, write } from '#lib/discussion/drafts/storage.ts';

/** Of a reader without an account, kept in this browser. */
export interface LocalPosition {
  slug: string;
  seq: number;
  /** ISO 8601: when it moved last. */
  at: string;
  section: string | null;
}

/** Verdicts that the browser remembers: those read last. */
export const MAX_KEPT = 200;

export const POSITIONS_KEY = 'copecheck.read';

/** Oldest first. */
export function localPositions(): LocalPosition[] {
  try {
    const kept: unknown = JSON.parse(read(POSITIONS_KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isPosition) : [];
  } catch {
    return [];
  }
}

export const localPosition = (slug: string): LocalPosition | null =>
  localPositions().find((position) => position.slug === slug) ?? null;

/** Moves it forward only. */
export function moveLocalPosition(
  slug: string,
  { seq, section, now }: { seq: number; section: string | null; now: Date },
): void {
  const positions = localPositions();
  const before = positions.find((position) => position.slug === slug);
  const isForward = !before || seq > before.seq;
  const moved = {
    slug,
    seq: isForward ? seq : before.seq,
    at: isForward ? now.toISOString() : before.at,
    section: section ?? before?.section ?? null,
  };
  const others = positions.filter((position) => position.slug !== slug);
  write(POSITIONS_KEY, JSON.stringify([...others, moved].slice(-MAX_KEPT)));
}

function isPosition(value: unknown): value is LocalPosition {
  const { slug, seq, at } = (value ?? {}) as Partial<LocalPosition>;
  return typeof slug === 'string' && Number.isSafeInteger(seq) && !Number.isNaN(Date.parse(at ?? ''));
}
