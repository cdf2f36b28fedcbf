import { Prisma } from './generated/client.ts';

/**
 * Takes the next tally version of a verdict, which locks its row, and then locks the voters' rows. The statement that
 * follows sees whether their votes count, and that can't change before the commit: a restriction waits for the rows
 * (withTalliesLocked in moderation/restrictions). Without the second lock it could commit while the votes are inserted.
 */
export function lockForTallies(verdictId: string, userIds: string[]): Prisma.Sql {
  return Prisma.sql`
    WITH verdict AS (
      UPDATE verdicts SET tally_version = tally_version + 1 WHERE id = ${verdictId}::uuid RETURNING id
    )
    SELECT 1 FROM verdict, users u WHERE u.id = ANY(${userIds}::uuid[]) FOR KEY SHARE OF u`;
}
