import { db } from '#lib/db/client.server.ts';

/**
 * Inserts `count` reported comments with a case each by SQL, because reporting
 * ten thousand comments takes minutes.
 */
export async function manyCases(
  count: number,
  {
    verdict,
    author,
    reporter,
    decided = false,
  }: { verdict: string; author: string; reporter: string; decided?: boolean },
): Promise<void> {
  await db().$transaction(
    async (tx) => {
      const [head] = await tx.$queryRaw<{ seq: number; id: string }[]>`
        UPDATE verdicts SET seq = seq + ${count}, comment_count = comment_count + ${count} WHERE slug = ${verdict}
        RETURNING seq, id`;
      const first = head!.seq - count;
      await tx.$executeRaw`
        INSERT INTO comments (id, verdict_id, author_id, depth, path, body, html, renderer, seq, created_at)
        SELECT gen_random_uuid(), ${head!.id}::uuid, ${author}::uuid, 0, lpad(to_hex(${first} + n), 8, '0'),
          'Comment no. ' || ${first} + n, '<p>Comment</p>', 1, ${first} + n, '2026-06-01'::timestamptz + n * interval '1 s'
        FROM generate_series(1, ${count}::int) n`;
      await tx.$executeRaw`
        INSERT INTO cases (id, comment_id, author_id, verdict_id, state, weight, report_count, heat, opened_at, decided_at)
        SELECT gen_random_uuid(), id, author_id, verdict_id,
          CASE WHEN ${decided} THEN 'decided' ELSE 'open' END::"CaseState", 1 + seq % 5, CASE WHEN ${decided} THEN 0 ELSE 1 END,
          CASE WHEN ${decided} THEN 0 ELSE 1 END, created_at, CASE WHEN ${decided} THEN created_at END
        FROM comments WHERE verdict_id = ${head!.id}::uuid AND seq > ${first}`;
      await tx.$executeRaw`
        INSERT INTO reports (id, case_id, comment_id, version, body, reporter_id, reason, weight, state, created_at, closed_at)
        SELECT gen_random_uuid(), k.id, c.id, 1, c.body, ${reporter}::uuid,
          (ARRAY['spam', 'hate', 'off_topic', 'illegal'])[1 + c.seq % 4]::"ReportReason", 1 + c.seq % 5,
          CASE WHEN ${decided} THEN 'rejected' ELSE 'open' END::"ReportState", c.created_at,
          CASE WHEN ${decided} THEN c.created_at END
        FROM cases k JOIN comments c ON c.id = k.comment_id WHERE c.verdict_id = ${head!.id}::uuid AND c.seq > ${first}`;
    },
    { timeout: 300_000 },
  );
}
