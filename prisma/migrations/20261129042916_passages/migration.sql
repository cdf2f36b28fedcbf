-- CreateIndex
CREATE INDEX "verdicts_updated_at_idx" ON "verdicts"("updated_at");

-- Anchors by the version of the verdict that their passages were last sought in; 0: never. For the sweep after a new
-- version, and for the passages that a page shows.
CREATE INDEX "comments_anchored_idx" ON "comments"("verdict_id", (coalesce(("anchor"->>'checked')::int, 0)))
  WHERE "anchor" IS NOT NULL;
