-- AlterTable
ALTER TABLE "claims" ADD COLUMN     "minds" JSONB,
ADD COLUMN     "minds_tens" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "read_positions" ADD COLUMN     "opened_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "vote_histories" (
    "claim_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "first_stance" "Stance" NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "blind" BOOLEAN NOT NULL DEFAULT false,
    "last_stance" "Stance" NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3),

    CONSTRAINT "vote_histories_pkey" PRIMARY KEY ("claim_id","user_id")
);

-- CreateTable
CREATE TABLE "peeks" (
    "user_id" UUID NOT NULL,
    "verdict_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "peeks_pkey" PRIMARY KEY ("user_id","verdict_id")
);

-- CreateTable
CREATE TABLE "mind_credits" (
    "claim_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "comment_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mind_credits_pkey" PRIMARY KEY ("claim_id","user_id")
);

-- CreateTable
CREATE TABLE "minds_due" (
    "verdict_id" UUID NOT NULL,

    CONSTRAINT "minds_due_pkey" PRIMARY KEY ("verdict_id")
);

-- CreateIndex
CREATE INDEX "vote_histories_user_id_idx" ON "vote_histories"("user_id");

-- CreateIndex
CREATE INDEX "peeks_verdict_id_idx" ON "peeks"("verdict_id");

-- CreateIndex
CREATE INDEX "mind_credits_comment_id_idx" ON "mind_credits"("comment_id");

-- CreateIndex
CREATE UNIQUE INDEX "mind_credits_user_id_comment_id_key" ON "mind_credits"("user_id", "comment_id");

-- AddForeignKey
ALTER TABLE "vote_histories" ADD CONSTRAINT "vote_histories_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claims"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vote_histories" ADD CONSTRAINT "vote_histories_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "peeks" ADD CONSTRAINT "peeks_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "peeks" ADD CONSTRAINT "peeks_verdict_id_fkey" FOREIGN KEY ("verdict_id") REFERENCES "verdicts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mind_credits" ADD CONSTRAINT "mind_credits_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claims"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mind_credits" ADD CONSTRAINT "mind_credits_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mind_credits" ADD CONSTRAINT "mind_credits_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows is written by hand: what Prisma can't express.

-- Whether the votes so far were blind isn't known.
INSERT INTO "vote_histories" ("claim_id", "user_id", "first_stance", "first_at", "last_stance", "last_at")
  SELECT "claim_id", "user_id", "stance", "created_at", "stance", "updated_at" FROM "votes";

-- The credits that count, like counted_votes.
CREATE VIEW "counted_credits" AS SELECT "claim_id", "user_id", "comment_id" FROM "mind_credits"
  WHERE "user_id" NOT IN (SELECT "user_id" FROM "silenced");
