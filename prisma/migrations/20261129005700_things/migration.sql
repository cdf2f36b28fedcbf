-- DropIndex
DROP INDEX "ratings_user_id_idx";

-- DropIndex
DROP INDEX "votes_user_id_idx";

-- CreateTable
CREATE TABLE "bookmarks" (
    "user_id" UUID NOT NULL,
    "comment_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bookmarks_pkey" PRIMARY KEY ("user_id","comment_id")
);

-- CreateTable
CREATE TABLE "comment_drafts" (
    "user_id" UUID NOT NULL,
    "key" VARCHAR(250) NOT NULL,
    "verdict_id" UUID NOT NULL,
    "comment_id" UUID,
    "body" TEXT NOT NULL,
    "version" INTEGER,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "device" TEXT NOT NULL,
    "writer" UUID,

    CONSTRAINT "comment_drafts_pkey" PRIMARY KEY ("user_id","key")
);

-- CreateIndex
CREATE INDEX "bookmarks_user_id_created_at_comment_id_idx" ON "bookmarks"("user_id", "created_at" DESC, "comment_id" DESC);

-- CreateIndex
CREATE INDEX "bookmarks_comment_id_idx" ON "bookmarks"("comment_id");

-- CreateIndex
CREATE INDEX "comment_drafts_updated_at_idx" ON "comment_drafts"("updated_at");

-- CreateIndex
CREATE INDEX "comment_drafts_verdict_id_idx" ON "comment_drafts"("verdict_id");

-- CreateIndex
CREATE INDEX "comment_drafts_comment_id_idx" ON "comment_drafts"("comment_id");

-- CreateIndex
CREATE INDEX "ratings_user_id_created_at_comment_id_idx" ON "ratings"("user_id", "created_at" DESC, "comment_id" DESC);

-- CreateIndex
CREATE INDEX "votes_user_id_created_at_claim_id_idx" ON "votes"("user_id", "created_at" DESC, "claim_id" DESC);

-- AddForeignKey
ALTER TABLE "bookmarks" ADD CONSTRAINT "bookmarks_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bookmarks" ADD CONSTRAINT "bookmarks_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comment_drafts" ADD CONSTRAINT "comment_drafts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comment_drafts" ADD CONSTRAINT "comment_drafts_verdict_id_fkey" FOREIGN KEY ("verdict_id") REFERENCES "verdicts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comment_drafts" ADD CONSTRAINT "comment_drafts_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
