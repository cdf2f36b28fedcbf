export interface PresenceMessage {
  from: string;
  /** The version of the sender's readers that this message changes; null if it belongs to a complete list. */
  after: number | null;
  /** The version after it. A heartbeat changes nothing: both are equal. */
  version: number;
  /** Connections by verdict and reader, 0 when a reader has left. */
  rooms: Room[];
  /** Those of `rooms` who are typing; the others no longer are. */
  typing: [slug: string, reader: string][];
  /** In a complete list: which of how many messages this is. */
  part?: [at: number, of: number];
}

type Room = [slug: string, readers: [reader: string, connections: number][]];

/** Processes send a heartbeat every five seconds; one that is silent for this many milliseconds is gone. */
export const SILENT = 15_000;

/** Milliseconds after the last keystroke. */
export const TYPING_LASTS = 6_000;

// Anonymous readers that one address can add to a verdict's count. A household or a small office is counted in full,
// and a client that opens hundreds of connections adds no more than that.
export const ANONYMOUS_PER_ADDRESS = 5;

/** Characters of readers in one message: PostgreSQL's NOTIFY takes 8,000 bytes, and a larger message costs a table row. */
const MESSAGE_SIZE = 6_000;

type Counts = Map<string, Map<string, number>>;

interface Process {
  at: number;
  version: number;
  rooms: Counts;
  /** The parts of a complete list that have arrived so far. */
  parts: PresenceMessage[];
}

/** Keys begin with `a` for an account, `n` for a network. */
export const accountReader = (name: string): string => `a${name}`;
export const addressReader = (name: string): string => `n${name}`;

/**
 * Readers of each verdict over all processes. A reader is a key: an account, or an address of readers who aren't signed in.
 * Processes exchange keys, because sums would count an account twice that reads in two processes.
 */
export class Presence {
  readonly #self: string;
  readonly #perAddress: () => number;
  readonly #here: Counts = new Map();
  readonly #others = new Map<string, Process>();
  readonly #totals = new Map<string, { connections: Map<string, number>; readers: number }>();
  readonly #typing = new Map<string, Map<string, number>>();
  #version = 0;

  constructor(self: string, perAddress: () => number) {
    this.#self = self;
    this.#perAddress = perAddress;
  }

  arrive(slug: string, reader: string): void {
    this.#set(this.#here, slug, [reader, (this.#here.get(slug)?.get(reader) ?? 0) + 1]);
  }

  leave(slug: string, reader: string): void {
    const connections = this.#here.get(slug)?.get(reader) ?? 0;
    if (connections > 0) this.#set(this.#here, slug, [reader, connections - 1]);
  }

  noteTyping(slug: string, reader: string, now: number): void {
    const typing = this.#typing.get(slug) ?? new Map<string, number>();
    this.#typing.set(slug, typing.set(reader, now));
  }

  /** The reader's comment was posted. */
  endTyping(slug: string, reader: string): void {
    this.#typing.get(slug)?.delete(reader);
  }

  readers(slug: string): number {
    return this.#totals.get(slug)?.readers ?? 0;
  }

  typists(slug: string, now: number): number {
    const typing = this.#typing.get(slug);
    if (!typing) return 0;
    for (const reader of typing.keys()) if (!this.#isTyping(slug, reader, now)) typing.delete(reader);
    if (typing.size === 0) this.#typing.delete(slug);
    return typing.size;
  }

  processes(): number {
    return 1 + this.#others.size;
  }

  watched(): string[] {
    return [...this.#here.keys()];
  }

  changes(readers: Iterable<[slug: string, reader: string]>, now: number): PresenceMessage[] {
    const rooms: Counts = new Map();
    const typing = new Set<string>();
    for (const [slug, reader] of readers) {
      const room = rooms.get(slug) ?? new Map<string, number>();
      rooms.set(slug, room.set(reader, this.#here.get(slug)?.get(reader) ?? 0));
      if (this.#isTyping(slug, reader, now)) typing.add(`${slug} ${reader}`);
    }
    return split(rooms).map((part) => ({
      ...{ from: this.#self, after: this.#version, version: ++this.#version, rooms: part },
      typing: readersIn(part).filter(([slug, reader]) => typing.has(`${slug} ${reader}`)),
    }));
  }

  allReaders(): PresenceMessage[] {
    const parts = split(this.#here);
    return parts.map((rooms, at) => ({
      ...{ from: this.#self, after: null, version: this.#version, rooms, typing: [] },
      part: [at, parts.length],
    }));
  }

  /** By its version the others see whether they have missed something. */
  heartbeat(): PresenceMessage {
    return { from: this.#self, after: this.#version, version: this.#version, rooms: [], typing: [] };
  }

  /** @returns the verdicts whose readers may have changed, and whether earlier messages were missed */
  apply(message: PresenceMessage, now: number): { changed: string[]; missed: boolean } {
    const process = this.#others.get(message.from) ?? { at: now, version: 0, rooms: new Map(), parts: [] };
    this.#others.set(message.from, process);
    process.at = now;
    if (message.version <= process.version) return { changed: [], missed: false };
    if (message.part) return { changed: this.#applyPart(process, message), missed: false };
    if (message.after !== process.version) return { changed: [], missed: true };
    process.version = message.version;
    for (const [slug, readers] of message.rooms)
      for (const each of readers) this.#set(process.rooms, slug, each);
    for (const [slug, reader] of readersIn(message.rooms)) this.endTyping(slug, reader);
    for (const [slug, reader] of message.typing) this.noteTyping(slug, reader, now);
    return { changed: [...message.rooms, ...message.typing].map(([slug]) => slug), missed: false };
  }

  /** Forgets a process that has stopped. @returns the verdicts whose readers changed */
  forget(from: string): string[] {
    const process = this.#others.get(from);
    if (!process) return [];
    this.#others.delete(from);
    return this.#clear(process.rooms);
  }

  /** Forgets the processes that have been silent. @returns the verdicts whose readers changed */
  forgetSilent(now: number): string[] {
    const silent = [...this.#others].filter(([, { at }]) => now - at > SILENT);
    return [...new Set(silent.flatMap(([from]) => this.forget(from)))];
  }

  #applyPart(process: Process, message: PresenceMessage): string[] {
    const [at, of] = message.part!;
    const same =
      process.parts.length === at && process.parts.every(({ version }) => version === message.version);
    process.parts = same ? [...process.parts, message] : at === 0 ? [message] : [];
    if (process.parts.length < of) return [];
    const changed = new Set(this.#clear(process.rooms));
    for (const { rooms } of process.parts)
      for (const [slug, readers] of rooms) {
        changed.add(slug);
        for (const each of readers) this.#set(process.rooms, slug, each);
      }
    process.version = message.version;
    process.parts = [];
    return [...changed];
  }

  #isTyping(slug: string, reader: string, now: number): boolean {
    const at = this.#typing.get(slug)?.get(reader);
    return at !== undefined && now - at <= TYPING_LASTS && !!this.#totals.get(slug)?.connections.has(reader);
  }

  #clear(counts: Counts): string[] {
    const slugs = [...counts.keys()];
    for (const [slug, readers] of counts)
      for (const reader of readers.keys()) this.#set(counts, slug, [reader, 0]);
    return slugs;
  }

  #set(counts: Counts, slug: string, [reader, connections]: [string, number]): void {
    const readers = counts.get(slug) ?? new Map<string, number>();
    this.#add(slug, reader, connections - (readers.get(reader) ?? 0));
    if (connections > 0) readers.set(reader, connections);
    else readers.delete(reader);
    if (readers.size > 0) counts.set(slug, readers);
    else counts.delete(slug);
  }

  #add(slug: string, reader: string, by: number): void {
    if (by === 0) return;
    const total = this.#totals.get(slug) ?? { connections: new Map<string, number>(), readers: 0 };
    const before = total.connections.get(reader) ?? 0;
    total.readers += this.#weight(reader, before + by) - this.#weight(reader, before);
    if (before + by > 0) total.connections.set(reader, before + by);
    else total.connections.delete(reader);
    if (total.connections.size > 0) this.#totals.set(slug, total);
    else {
      this.#totals.delete(slug);
      this.#typing.delete(slug);
    }
  }

  #weight(reader: string, connections: number): number {
    return Math.min(connections, reader.startsWith('a') ? 1 : this.#perAddress());
  }
}

function readersIn(rooms: Room[]): [slug: string, reader: string][] {
  return rooms.flatMap(([slug, readers]) => readers.map(([reader]) => [slug, reader] as [string, string]));
}

/** Lists of about MESSAGE_SIZE; without readers, one empty list. */
function split(counts: Counts): Room[][] {
  const parts: Room[][] = [[]];
  let size = 0;
  for (const [slug, readers] of counts) {
    let room: Room | null = null;
    for (const each of readers) {
      if (size > MESSAGE_SIZE) {
        parts.push([]);
        [room, size] = [null, 0];
      }
      if (!room) {
        room = [slug, []];
        parts.at(-1)!.push(room);
        size += slug.length + 10;
      }
      room[1].push(each);
      size += each[0].length + 8;
    }
  }
  return parts;
}
