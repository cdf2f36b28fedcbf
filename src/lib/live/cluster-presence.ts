/** How many read and write in one verdict's room, as one process counts them. */
export interface Crowd {
  readers: number;
  typing: number;
}

/** What a process tells the others of its own rooms. */
export interface PresenceNews {
  /** The process; a new one at every start. */
  from: string;
  /** Its rooms that moved, or with `whole` all it has. */
  rooms: [slug: string, crowd: Crowd][];
  whole: boolean;
}

/** A process that was silent for this many milliseconds is gone: it tells every five seconds what it has. */
export const SILENT = 15_000;

/**
 * What the other processes count. The sum over all is what a reader is shown; somebody who has tabs on two processes
 * counts twice, for to know better every process would have to know every reader.
 */
export class ClusterPresence {
  readonly #processes = new Map<string, { at: number; rooms: Map<string, Crowd> }>();

  /** Takes news in. @returns the verdicts whose sum may have moved */
  hear({ from, rooms, whole }: PresenceNews, now: number): string[] {
    const known = this.#processes.get(from)?.rooms ?? new Map<string, Crowd>();
    const moved = new Set(rooms.map(([slug]) => slug));
    if (whole) for (const slug of known.keys()) moved.add(slug);
    const next = whole ? new Map<string, Crowd>() : known;
    for (const [slug, crowd] of rooms) {
      if (crowd.readers > 0) next.set(slug, crowd);
      else next.delete(slug);
    }
    this.#processes.set(from, { at: now, rooms: next });
    return [...moved];
  }

  /** Forgets a process that said goodbye. @returns the verdicts whose sum moved */
  forget(from: string): string[] {
    const rooms = this.#processes.get(from)?.rooms;
    this.#processes.delete(from);
    return rooms ? [...rooms.keys()] : [];
  }

  /** Forgets who has been silent. @returns the verdicts whose sum moved */
  forgetSilent(now: number): string[] {
    const silent = [...this.#processes].filter(([, { at }]) => now - at > SILENT);
    return [...new Set(silent.flatMap(([from]) => this.forget(from)))];
  }

  /** What all others count together. */
  elsewhere(slug: string): Crowd {
    const sum = { readers: 0, typing: 0 };
    for (const { rooms } of this.#processes.values()) {
      sum.readers += rooms.get(slug)?.readers ?? 0;
      sum.typing += rooms.get(slug)?.typing ?? 0;
    }
    return sum;
  }
}
