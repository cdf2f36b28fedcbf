-- A comment that is held before anyone saw it takes no place in its thread's seq: its seq is 0 until it is let in, so
-- that no "what changed since" can ever meet it. Its path ends in a place that no seq reaches (from f0000000 on).
ALTER TABLE "comments" DROP CONSTRAINT "comments_counters_check";
ALTER TABLE "comments" ADD CONSTRAINT "comments_counters_check"
  CHECK ("version" >= 1 AND "seq" >= 0 AND "replies" >= 0 AND "helpful" >= 0 AND "not_helpful" >= 0
    AND "rated_version" >= 0);
ALTER TABLE "comments" ADD CONSTRAINT "comments_seq_check" CHECK ("seq" > 0 OR "status" <> 'visible');
