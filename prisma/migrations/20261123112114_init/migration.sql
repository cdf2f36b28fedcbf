-- CreateEnum
CREATE TYPE "Role" AS ENUM ('reader', 'moderator', 'admin');

-- CreateEnum
CREATE TYPE "CommentStatus" AS ENUM ('pending', 'visible', 'hidden', 'removed', 'withdrawn');

-- CreateEnum
CREATE TYPE "ClaimKind" AS ENUM ('classification', 'assumption');

-- CreateEnum
CREATE TYPE "Stance" AS ENUM ('agree', 'disagree');

-- CreateEnum
CREATE TYPE "FeedbackKind" AS ENUM ('idea', 'fault', 'praise', 'other');

-- CreateEnum
CREATE TYPE "FeedbackState" AS ENUM ('new', 'read', 'done');

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "username" TEXT NOT NULL,
    "skeleton" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "email" TEXT,
    "role" "Role" NOT NULL DEFAULT 'reader',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_tokens" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "admin_links" (
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "admin_links_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "verdicts" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "identity" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "source_name" TEXT,
    "source_feed" TEXT,
    "source_url" TEXT,
    "published_at" DATE,
    "model" TEXT,
    "opening" TEXT,
    "content" JSONB NOT NULL,
    "content_hash" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "is_sample" BOOLEAN NOT NULL DEFAULT false,
    "seq" INTEGER NOT NULL DEFAULT 0,
    "tally_version" INTEGER NOT NULL DEFAULT 0,
    "comment_count" INTEGER NOT NULL DEFAULT 0,
    "listed_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verdicts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verdict_versions" (
    "verdict_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "raw" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verdict_versions_pkey" PRIMARY KEY ("verdict_id","version")
);

-- CreateTable
CREATE TABLE "claims" (
    "id" UUID NOT NULL,
    "verdict_id" UUID NOT NULL,
    "kind" "ClaimKind" NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "detail" TEXT,
    "agree" INTEGER NOT NULL DEFAULT 0,
    "disagree" INTEGER NOT NULL DEFAULT 0,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "claims_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "votes" (
    "claim_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "stance" "Stance" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "votes_pkey" PRIMARY KEY ("claim_id","user_id")
);

-- CreateTable
CREATE TABLE "comments" (
    "id" UUID NOT NULL,
    "verdict_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "parent_id" UUID,
    "root_id" UUID,
    "answers_id" UUID,
    "depth" INTEGER NOT NULL,
    "path" VARCHAR(72) NOT NULL,
    "body" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "renderer" INTEGER NOT NULL,
    "anchor" JSONB,
    "status" "CommentStatus" NOT NULL DEFAULT 'visible',
    "nonce" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "seq" INTEGER NOT NULL,
    "replies" INTEGER NOT NULL DEFAULT 0,
    "helpful" INTEGER NOT NULL DEFAULT 0,
    "not_helpful" INTEGER NOT NULL DEFAULT 0,
    "score" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "rated_version" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "edited_at" TIMESTAMPTZ(3),
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "comments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "comment_revisions" (
    "comment_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "comment_revisions_pkey" PRIMARY KEY ("comment_id","version")
);

-- CreateTable
CREATE TABLE "ratings" (
    "comment_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "helpful" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ratings_pkey" PRIMARY KEY ("comment_id","user_id")
);

-- CreateTable
CREATE TABLE "feedback" (
    "id" UUID NOT NULL,
    "kind" "FeedbackKind" NOT NULL,
    "message" TEXT NOT NULL,
    "email" TEXT,
    "page" TEXT,
    "user_id" UUID,
    "state" "FeedbackState" NOT NULL DEFAULT 'new',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "feedback_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_skeleton_key" ON "users"("skeleton");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_name_key" ON "api_tokens"("name");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_hash_key" ON "api_tokens"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "verdicts_slug_key" ON "verdicts"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "verdicts_identity_key" ON "verdicts"("identity");

-- CreateIndex
CREATE INDEX "verdicts_listed_at_id_idx" ON "verdicts"("listed_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "verdicts_source_feed_listed_at_id_idx" ON "verdicts"("source_feed", "listed_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "verdicts_comment_count_id_idx" ON "verdicts"("comment_count" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "claims_verdict_id_kind_key_key" ON "claims"("verdict_id", "kind", "key");

-- CreateIndex
CREATE INDEX "votes_user_id_idx" ON "votes"("user_id");

-- CreateIndex
CREATE INDEX "comments_verdict_id_seq_idx" ON "comments"("verdict_id", "seq");

-- CreateIndex
CREATE INDEX "comments_verdict_id_rated_version_idx" ON "comments"("verdict_id", "rated_version");

-- CreateIndex
CREATE INDEX "comments_verdict_id_depth_path_idx" ON "comments"("verdict_id", "depth", "path");

-- CreateIndex
CREATE INDEX "comments_verdict_id_depth_score_path_idx" ON "comments"("verdict_id", "depth", "score", "path");

-- CreateIndex
CREATE INDEX "comments_root_id_path_idx" ON "comments"("root_id", "path");

-- CreateIndex
CREATE INDEX "comments_parent_id_idx" ON "comments"("parent_id");

-- CreateIndex
CREATE INDEX "comments_answers_id_idx" ON "comments"("answers_id");

-- CreateIndex
CREATE INDEX "comments_author_id_created_at_idx" ON "comments"("author_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "comments_author_id_nonce_key" ON "comments"("author_id", "nonce");

-- CreateIndex
CREATE UNIQUE INDEX "comments_verdict_id_path_key" ON "comments"("verdict_id", "path");

-- CreateIndex
CREATE INDEX "ratings_user_id_idx" ON "ratings"("user_id");

-- CreateIndex
CREATE INDEX "feedback_created_at_id_idx" ON "feedback"("created_at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verdict_versions" ADD CONSTRAINT "verdict_versions_verdict_id_fkey" FOREIGN KEY ("verdict_id") REFERENCES "verdicts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claims" ADD CONSTRAINT "claims_verdict_id_fkey" FOREIGN KEY ("verdict_id") REFERENCES "verdicts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "votes" ADD CONSTRAINT "votes_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claims"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "votes" ADD CONSTRAINT "votes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_verdict_id_fkey" FOREIGN KEY ("verdict_id") REFERENCES "verdicts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "comments"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_root_id_fkey" FOREIGN KEY ("root_id") REFERENCES "comments"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_answers_id_fkey" FOREIGN KEY ("answers_id") REFERENCES "comments"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comment_revisions" ADD CONSTRAINT "comment_revisions_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What follows is written by hand: rules that Prisma can't express. The application checks all of them first and
-- answers in words; here they hold against its mistakes and against a hand at the database.

-- A name is part of an address (/u/NAME) and is shown beside others' words: no spaces, no marks that turn text around.
ALTER TABLE "users" ADD CONSTRAINT "users_username_check" CHECK ("username" ~ '^[A-Za-z0-9_-]{3,24}$');
ALTER TABLE "users" ADD CONSTRAINT "users_skeleton_check" CHECK ("skeleton" <> '');

-- SHA-256 takes at least 43 characters and Lucia's secret has 40: whoever stores the secret itself is stopped.
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_id_check" CHECK (length("id") >= 43);
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_hash_check" CHECK (length("hash") >= 43);
ALTER TABLE "admin_links" ADD CONSTRAINT "admin_links_hash_check" CHECK (length("hash") >= 43);

-- A slug is one segment of an address.
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_slug_check" CHECK ("slug" ~ '^[^[:space:]/?#%]{1,200}$');
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_title_check" CHECK ("title" <> '');
-- Counters only ever count what is there; below zero something was counted twice, and the write must fail.
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_counters_check"
  CHECK ("version" >= 1 AND "seq" >= 0 AND "tally_version" >= 0 AND "comment_count" >= 0);
ALTER TABLE "verdict_versions" ADD CONSTRAINT "verdict_versions_version_check" CHECK ("version" >= 1);
ALTER TABLE "claims" ADD CONSTRAINT "claims_counters_check"
  CHECK ("agree" >= 0 AND "disagree" >= 0 AND "position" >= 0);
ALTER TABLE "claims" ADD CONSTRAINT "claims_label_check" CHECK ("label" <> '' AND "key" <> '');

ALTER TABLE "comments" ADD CONSTRAINT "comments_counters_check"
  CHECK ("version" >= 1 AND "seq" >= 1 AND "replies" >= 0 AND "helpful" >= 0 AND "not_helpful" >= 0
    AND "rated_version" >= 0);
-- 10,000 characters are what a person reads; nine levels are what a phone's width bears.
ALTER TABLE "comments" ADD CONSTRAINT "comments_body_check" CHECK (char_length("body") BETWEEN 1 AND 10000);
ALTER TABLE "comments" ADD CONSTRAINT "comments_depth_check" CHECK ("depth" BETWEEN 0 AND 8);
-- A comment is at the top in every respect or in none: without a parent, without a root, at depth 0. This also
-- keeps a comment that has replies from being deleted (ON DELETE SET NULL would break it); withdrawing is the way.
ALTER TABLE "comments" ADD CONSTRAINT "comments_top_level_check"
  CHECK (("parent_id" IS NULL) = ("depth" = 0) AND ("parent_id" IS NULL) = ("root_id" IS NULL));
-- Sorted by it a thread is in reading order, so it is compared byte by byte: any other collation would skip
-- signs, and would change its mind with the machine's libraries.
ALTER TABLE "comments" ALTER COLUMN "path" TYPE VARCHAR(72) COLLATE "C";
ALTER TABLE "comments" ADD CONSTRAINT "comments_path_check"
  CHECK ("path" ~ '^[0-9a-f]+$' AND length("path") = 8 * ("depth" + 1));
ALTER TABLE "comments" ADD CONSTRAINT "comments_withdrawn_check"
  CHECK ("status" <> 'withdrawn' OR "withdrawn_at" IS NOT NULL);
ALTER TABLE "comment_revisions" ADD CONSTRAINT "comment_revisions_check"
  CHECK ("version" >= 1 AND char_length("body") BETWEEN 1 AND 10000);

-- Feedback is open to everybody, so its size is bounded where no form can be forgotten.
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_length_check"
  CHECK (char_length("message") BETWEEN 1 AND 10000 AND char_length("email") <= 320 AND char_length("page") <= 2000);

-- Written on every attempt and worthless after a crash: no write-ahead log for it.
ALTER TABLE "rate_limits" SET UNLOGGED;
