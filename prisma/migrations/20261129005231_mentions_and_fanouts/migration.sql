-- DropIndex
DROP INDEX "follows_target_id_user_id_idx";

-- AlterTable
ALTER TABLE "notices" ADD COLUMN     "subject_id" UUID;

-- CreateTable
CREATE TABLE "mentions" (
    "comment_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "mentions_pkey" PRIMARY KEY ("comment_id","user_id")
);

-- CreateTable
CREATE TABLE "notice_fanouts" (
    "comment_id" UUID NOT NULL,

    CONSTRAINT "notice_fanouts_pkey" PRIMARY KEY ("comment_id")
);

-- CreateIndex
CREATE INDEX "mentions_user_id_idx" ON "mentions"("user_id");

-- CreateIndex
CREATE INDEX "follows_target_id_level_user_id_idx" ON "follows"("target_id", "level", "user_id");

-- AddForeignKey
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_fanouts" ADD CONSTRAINT "notice_fanouts_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A reader gets one notice about another's comment.
DELETE FROM "notices" n USING "notices" older
WHERE n."kind" = 'reply' AND older."kind" = 'reply' AND older."user_id" = n."user_id"
  AND older."comment_id" = n."comment_id" AND older."id" < n."id";
CREATE UNIQUE INDEX "notices_one_for_each_comment" ON "notices" ("user_id", "comment_id")
  WHERE "kind" IN ('mention', 'reply', 'new_in_branch', 'new_in_verdict', 'new_by_person');

-- The number of unread notices is read with every page view.
CREATE INDEX "notices_unread" ON "notices" ("user_id", "id") WHERE "read_at" IS NULL;
