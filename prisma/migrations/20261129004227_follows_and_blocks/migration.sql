-- CreateEnum
CREATE TYPE "FollowKind" AS ENUM ('verdict', 'branch', 'person');

-- CreateEnum
CREATE TYPE "FollowLevel" AS ENUM ('follow', 'mute');

-- AlterEnum
ALTER TYPE "NoticeKind" ADD VALUE 'mention';
ALTER TYPE "NoticeKind" ADD VALUE 'new_in_branch';
ALTER TYPE "NoticeKind" ADD VALUE 'new_in_verdict';
ALTER TYPE "NoticeKind" ADD VALUE 'new_by_person';

-- CreateTable
CREATE TABLE "follows" (
    "user_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "kind" "FollowKind" NOT NULL,
    "level" "FollowLevel" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "follows_pkey" PRIMARY KEY ("user_id","target_id")
);

-- CreateTable
CREATE TABLE "blocks" (
    "user_id" UUID NOT NULL,
    "blocked_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "blocks_pkey" PRIMARY KEY ("user_id","blocked_id")
);

-- CreateIndex
CREATE INDEX "follows_target_id_user_id_idx" ON "follows"("target_id", "user_id");

-- CreateIndex
CREATE INDEX "blocks_blocked_id_idx" ON "blocks"("blocked_id");

-- AddForeignKey
ALTER TABLE "follows" ADD CONSTRAINT "follows_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "blocks" ADD CONSTRAINT "blocks_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "blocks" ADD CONSTRAINT "blocks_blocked_id_fkey" FOREIGN KEY ("blocked_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The root of a muted thread is the branch that is muted now.
INSERT INTO "follows" ("user_id", "target_id", "kind", "level", "created_at")
SELECT "user_id", "root_id", 'branch', 'mute', "created_at" FROM "thread_mutes";
DROP TABLE "thread_mutes";

ALTER TABLE "blocks" ADD CONSTRAINT "blocks_others" CHECK ("user_id" <> "blocked_id");
