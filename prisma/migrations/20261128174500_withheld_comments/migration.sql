-- A moderator's state on a verdict's page has its pending and hidden comments: few among any number of visible ones.
CREATE INDEX "comments_withheld_idx" ON "comments"("verdict_id", "id" DESC) WHERE "status" IN ('pending', 'hidden');
