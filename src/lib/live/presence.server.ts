/** Who watches what in this process, counted by reader: somebody with three tabs reads once. */
const rooms = new Map<string, { readers: Map<string, number>; typing: Map<string, number> }>();

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

/** How many read the verdict now. */
export function readersOf(slug: string): number {
  return rooms.get(slug)?.readers.size ?? 0;
}

/** How many write a comment now. */
export function typistsOf(slug: string, now: number): number {
  const room = rooms.get(slug);
  if (!room) return 0;
  for (const [reader, at] of room.typing) if (now - at > TYPING_LASTS) room.typing.delete(reader);
  return room.typing.size;
}

export function watchedSlugs(): string[] {
  return [...rooms.keys()];
}

function roomOf(slug: string) {
  const room = rooms.get(slug) ?? { readers: new Map(), typing: new Map() };
  rooms.set(slug, room);
  return room;
}
