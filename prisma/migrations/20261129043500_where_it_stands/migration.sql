-- What each side of a verdict finds best (lib/discussion/where-it-stands): few comments have so many helpful ratings.
CREATE INDEX "comments_agree_score_idx" ON "comments" ("verdict_id", "agree_score") WHERE "agree_score" >= 0.5;
CREATE INDEX "comments_disagree_score_idx" ON "comments" ("verdict_id", "disagree_score") WHERE "disagree_score" >= 0.5;
