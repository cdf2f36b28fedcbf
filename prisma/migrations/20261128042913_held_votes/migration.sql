-- AlterTable
ALTER TABLE "ratings" ADD COLUMN     "counts_at" TIMESTAMPTZ(3),
ADD COLUMN     "fresh" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "votes" ADD COLUMN     "counts_at" TIMESTAMPTZ(3),
ADD COLUMN     "fresh" BOOLEAN NOT NULL DEFAULT false;

-- What follows is written by hand: what Prisma can't express.

-- The burst check counts at most the newest 20 votes of fresh accounts on one claim or comment.
CREATE INDEX "votes_fresh_idx" ON "votes"("claim_id", "created_at") WHERE "fresh";
CREATE INDEX "ratings_fresh_idx" ON "ratings"("comment_id", "created_at") WHERE "fresh";
-- The sweep, and the moderators' list of bursts: as long as what is held now.
CREATE INDEX "votes_held_idx" ON "votes"("counts_at") WHERE "counts_at" IS NOT NULL;
CREATE INDEX "ratings_held_idx" ON "ratings"("counts_at") WHERE "counts_at" IS NOT NULL;

-- The votes and ratings that count. Every tally reads these views, so that no two of them disagree.
CREATE VIEW "counted_votes" AS SELECT "claim_id", "user_id", "stance" FROM "votes"
  WHERE "counts_at" IS NULL AND "user_id" NOT IN (SELECT "user_id" FROM "silenced");
CREATE VIEW "counted_ratings" AS SELECT "comment_id", "user_id", "helpful" FROM "ratings"
  WHERE "counts_at" IS NULL AND "user_id" NOT IN (SELECT "user_id" FROM "silenced");
