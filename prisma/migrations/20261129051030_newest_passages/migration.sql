-- With the id, which is in the order of time: a page counts the newest comments on passages, and reads no others.
DROP INDEX "comments_anchored_idx";
CREATE INDEX "comments_anchored_idx" ON "comments"("verdict_id", (coalesce(("anchor"->>'checked')::int, 0)), "id")
  WHERE "anchor" IS NOT NULL;
