-- CreateEnum
CREATE TYPE "ChallengeState" AS ENUM ('open', 'upheld', 'amended', 'withdrawn');

-- AlterEnum


ALTER TYPE "NoticeKind" ADD VALUE 'challenge_outcome';
ALTER TYPE "NoticeKind" ADD VALUE 'authorship_outcome';

-- CreateTable
CREATE TABLE "challenges" (
    "comment_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "state" "ChallengeState" NOT NULL DEFAULT 'open',
    "note" TEXT,
    "verdict_version" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "challenges_pkey" PRIMARY KEY ("comment_id")
);

-- CreateIndex
CREATE INDEX "challenges_state_created_at_idx" ON "challenges"("state", "created_at");

-- AddForeignKey
ALTER TABLE "challenges" ADD CONSTRAINT "challenges_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "challenges" ADD CONSTRAINT "challenges_decided_by_fkey" FOREIGN KEY ("decided_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- A decision has a note, a time, and if it changes the verdict the version that does.
ALTER TABLE "challenges" ADD CONSTRAINT "challenges_decided_check" CHECK (
  ("state" = 'open') = ("note" IS NULL) AND ("state" = 'open') = ("decided_at" IS NULL)
  AND ("state" IN ('amended', 'withdrawn')) = ("verdict_version" IS NOT NULL)
);
