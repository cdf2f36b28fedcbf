import { ClusterPresence, type Crowd, type PresenceNews } from './cluster-presence.ts';

/** Who watches what in this process, counted by reader: somebody with three tabs reads once. */
const rooms = new Map<string, { readers: Map<string, number>; typing: Map<string, number> }>();

/** What the other processes count. */
export const cluster = new ClusterPresence();

/** A typist who hasn't been heard for this many milliseconds has stopped. */
export const TYPING_LASTS = 6000;

export function arrive(slug: string, reader: string): void {
  const { readers } = roomOf(slug);
  readers.set(reader, (readers.get(reader) ?? 0) + 1);
}

export function leave(slug: string, reader: string): void {
  const room = rooms.get(slug);
  if (!room) return;
  const left = (room.readers.get(reader) ?? 0) - 1;
  if (left > 0) room.readers.set(reader, left);
  else {
    room.readers.delete(reader);
    room.typing.delete(reader);
  }
  if (room.readers.size === 0) rooms.delete(slug);
}

export function noteTyping(slug: string, { reader, now }: { reader: string; now: number }): void {
  roomOf(slug).typing.set(reader, now);
}

/** How many read the verdict now, over all processes. */
export function readersOf(slug: string): number {
  return (rooms.get(slug)?.readers.size ?? 0) + cluster.elsewhere(slug).readers;
}

/** How many write a comment now, over all processes. */
export function typistsOf(slug: string, now: number): number {
  return typistsHere(slug, now) + cluster.elsewhere(slug).typing;
}

/** What this process tells the others: of the rooms named, or of all. */
export function crowdsHere(slugs: string[], now: number): PresenceNews['rooms'] {
  return slugs.map((slug): [string, Crowd] => [
    slug,
    { readers: rooms.get(slug)?.readers.size ?? 0, typing: typistsHere(slug, now) },
  ]);
}

function typistsHere(slug: string, now: number): number {
  const room = rooms.get(slug);
  if (!room) return 0;
  for (const [reader, at] of room.typing) if (now - at > TYPING_LASTS) room.typing.delete(reader);
  return room.typing.size;
}

/** The verdicts that somebody on this process watches. */
export function watchedSlugs(): string[] {
  return [...rooms.keys()];
}

function roomOf(slug: string) {
  const room = rooms.get(slug) ?? { readers: new Map(), typing: new Map() };
  rooms.set(slug, room);
  return room;
}
