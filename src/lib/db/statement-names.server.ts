import { createHash } from 'node:crypto';

// Named statements are planned once per connection, about a third faster. Lists of varying length (`IN (…)`) make
// ever new SQL, and PostgreSQL keeps each name until the connection ends; so only the first ones get a name.
const MAX_NAMED_STATEMENTS = 500;

const names = new Map<string, string>();

/** The name under which a statement is prepared, the same on all connections; empty (to pg: none) for one too many. */
export function statementName(sql: string): string {
  const name = names.get(sql);
  if (name) return name;
  if (names.size >= MAX_NAMED_STATEMENTS) return '';
  const made = `q${createHash('sha256').update(sql).digest('hex').slice(0, 24)}`;
  names.set(sql, made);
  return made;
}
