/** A row of the public log as stored, with its hash. It contains no names and no text by users. */
export interface ChainedRow {
  no: number;
  /** ISO time. */
  at: string;
  kind: string;
  reason: string | null;
  /** A moderator's key, or `automatic`. */
  actor: string;
  /** A path without host. A person's page is `/u/` and the person's key. */
  place: string;
  prevHash: string;
  hash: string;
}

/** A row as readers see it: keys are resolved to names. */
export interface LedgerRow extends Pick<ChainedRow, 'no' | 'at' | 'kind' | 'reason'> {
  /** A moderator's name, or `automatic`; null: the account was deleted. */
  actor: string | null;
  /** Null: the page of an account that was deleted. */
  place: string | null;
}

export const AUTOMATIC = 'automatic';

/** The last row of a rebuilt chain. Its reason is the last hash before the rebuild. */
export const REBUILT = 'rebuilt';

const PERSON = /^\/u\/(.+)$/;

/** The account keys in these rows. */
export function keysIn(rows: Pick<ChainedRow, 'actor' | 'place'>[]): string[] {
  const keys = rows.flatMap(({ actor, place }) => [actor, PERSON.exec(place)?.[1] ?? AUTOMATIC]);
  return [...new Set(keys)].filter((key) => key !== AUTOMATIC);
}

/** @param names by account key; a deleted account is absent */
export function withNames(row: Omit<ChainedRow, 'prevHash' | 'hash'>, names: Map<string, string>): LedgerRow {
  const person = PERSON.exec(row.place)?.[1];
  const name = person === undefined ? null : names.get(person);
  return {
    ...row,
    actor: row.actor === AUTOMATIC ? AUTOMATIC : (names.get(row.actor) ?? null),
    place: person === undefined ? row.place : name ? `/u/${name}` : null,
  };
}

/**
 * The text whose SHA-256 is a row's hash: the previous hash, a line feed, and the row as a JSON array in the format of
 * PostgreSQL's jsonb (a space after each comma). The trigger `chain_ledger` computes the same.
 */
export function hashedText({
  prevHash,
  no,
  at,
  kind,
  reason,
  actor,
  place,
}: Omit<ChainedRow, 'hash'>): string {
  const fields = [no, Date.parse(at), kind, reason, actor, place].map((field) => JSON.stringify(field));
  return `${prevHash}\n[${fields.join(', ')}]`;
}

export interface WeekNumbers {
  /** The Monday, as YYYY-MM-DD. */
  week: string;
  removals: number;
  /** Median time from the opening of a case to its decision, in seconds; null if none was decided. */
  medianSeconds: number | null;
  appealsDecided: number;
  appealsOverturned: number;
}
