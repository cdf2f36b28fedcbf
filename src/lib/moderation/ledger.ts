/** A row of the public log. Never holds text that anybody wrote. */
export interface LedgerRow {
  no: number;
  /** ISO time. */
  at: string;
  kind: string;
  reason: string | null;
  /** A moderator's name, or `automatic`. */
  actor: string;
  /** A path without host. */
  place: string;
}

export interface ChainedRow extends LedgerRow {
  prevHash: string;
  hash: string;
}

/**
 * What a row's hash is the SHA-256 of: the hash before it, a line feed, and the row as a JSON array in the spelling
 * of PostgreSQL's jsonb (a space after each comma). The trigger `chain_ledger` computes the same.
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

/** One week of moderation, in numbers. */
export interface WeekNumbers {
  /** Its Monday, as YYYY-MM-DD. */
  week: string;
  removals: number;
  /** Median time from the opening of a case to its decision, in seconds; null where none was decided. */
  medianSeconds: number | null;
  /** Of the appeals heard, how many were overturned. */
  heard: number;
  overturned: number;
}
