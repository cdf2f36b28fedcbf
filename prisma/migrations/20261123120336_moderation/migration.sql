-- CreateEnum
CREATE TYPE "ReportReason" AS ENUM ('spam', 'personal_attack', 'hate', 'off_topic', 'misquote', 'bad_faith_intent', 'private_data', 'illegal', 'other');

-- CreateEnum
CREATE TYPE "ReportState" AS ENUM ('open', 'upheld', 'rejected', 'ignored', 'withdrawn');

-- CreateEnum
CREATE TYPE "CaseState" AS ENUM ('open', 'decided');

-- CreateEnum
CREATE TYPE "DecisionKind" AS ENUM ('keep', 'remove', 'restore', 'hold', 'let_in', 'hide', 'lock', 'unlock', 'warn', 'restrict', 'lift', 'erase', 'uphold_appeal', 'overturn_appeal', 'change_reason', 'undo');

-- CreateEnum
CREATE TYPE "RestrictionScope" AS ENUM ('comment', 'vote', 'everything');

-- CreateEnum
CREATE TYPE "AppealState" AS ENUM ('open', 'upheld', 'overturned', 'reason_changed');

-- CreateEnum
CREATE TYPE "NoticeKind" AS ENUM ('held', 'let_in', 'hidden', 'removed', 'restored', 'warned', 'restricted', 'lifted', 'reply', 'report_outcome', 'appeal_outcome');

-- CreateEnum
CREATE TYPE "WordKind" AS ENUM ('word', 'pattern');

-- CreateEnum
CREATE TYPE "WordAction" AS ENUM ('refuse', 'hold', 'report');

-- AlterTable
ALTER TABLE "comments" ADD COLUMN     "edited_back" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "erased_at" TIMESTAMPTZ(3),
ADD COLUMN     "locked_at" TIMESTAMPTZ(3),
ADD COLUMN     "moderated_status" "CommentStatus" NOT NULL DEFAULT 'visible';

-- AlterTable
ALTER TABLE "verdicts" ADD COLUMN     "locked_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "reports" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "comment_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "reporter_id" UUID,
    "reason" "ReportReason" NOT NULL,
    "note" TEXT,
    "weight" DOUBLE PRECISION NOT NULL,
    "state" "ReportState" NOT NULL DEFAULT 'open',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "reports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cases" (
    "id" UUID NOT NULL,
    "comment_id" UUID,
    "author_id" UUID NOT NULL,
    "verdict_id" UUID,
    "state" "CaseState" NOT NULL DEFAULT 'open',
    "held" BOOLEAN NOT NULL DEFAULT false,
    "is_appeal" BOOLEAN NOT NULL DEFAULT false,
    "weight" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "reports" INTEGER NOT NULL DEFAULT 0,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,
    "claimed_by" UUID,
    "claimed_until" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "cases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decisions" (
    "id" UUID NOT NULL,
    "case_id" UUID,
    "comment_id" UUID,
    "verdict_id" UUID,
    "subject_id" UUID,
    "moderator_id" UUID,
    "kind" "DecisionKind" NOT NULL,
    "reason" TEXT,
    "note" TEXT,
    "version" INTEGER,
    "nonce" UUID,
    "before" JSONB,
    "undoes_id" UUID,
    "ledger_no" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "decisions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "restrictions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "scope" "RestrictionScope" NOT NULL,
    "until" TIMESTAMPTZ(3),
    "reason" TEXT NOT NULL,
    "decision_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lifted_at" TIMESTAMPTZ(3),

    CONSTRAINT "restrictions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "appeals" (
    "id" UUID NOT NULL,
    "decision_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "state" "AppealState" NOT NULL DEFAULT 'open',
    "first_moderator_id" UUID,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "nobody_else" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "appeals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger" (
    "no" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT,
    "actor" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "ledger_pkey" PRIMARY KEY ("no")
);

-- CreateTable
CREATE TABLE "notices" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" "NoticeKind" NOT NULL,
    "comment_id" UUID,
    "decision_id" UUID,
    "data" JSONB NOT NULL DEFAULT '{}',
    "read_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "thread_mutes" (
    "user_id" UUID NOT NULL,
    "root_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "thread_mutes_pkey" PRIMARY KEY ("user_id","root_id")
);

-- CreateTable
CREATE TABLE "words" (
    "id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "kind" "WordKind" NOT NULL,
    "action" "WordAction" NOT NULL,
    "note" TEXT,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "words_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "site_settings" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "site_settings_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "reports_case_id_idx" ON "reports"("case_id");

-- CreateIndex
CREATE INDEX "reports_comment_id_state_idx" ON "reports"("comment_id", "state");

-- CreateIndex
CREATE INDEX "reports_reporter_id_created_at_idx" ON "reports"("reporter_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "cases_comment_id_idx" ON "cases"("comment_id");

-- CreateIndex
CREATE INDEX "cases_author_id_idx" ON "cases"("author_id");

-- CreateIndex
CREATE UNIQUE INDEX "decisions_undoes_id_key" ON "decisions"("undoes_id");

-- CreateIndex
CREATE UNIQUE INDEX "decisions_ledger_no_key" ON "decisions"("ledger_no");

-- CreateIndex
CREATE INDEX "decisions_case_id_idx" ON "decisions"("case_id");

-- CreateIndex
CREATE INDEX "decisions_comment_id_idx" ON "decisions"("comment_id");

-- CreateIndex
CREATE INDEX "decisions_subject_id_created_at_idx" ON "decisions"("subject_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "decisions_moderator_id_nonce_key" ON "decisions"("moderator_id", "nonce");

-- CreateIndex
CREATE INDEX "restrictions_decision_id_idx" ON "restrictions"("decision_id");

-- CreateIndex
CREATE UNIQUE INDEX "appeals_decision_id_key" ON "appeals"("decision_id");

-- CreateIndex
CREATE UNIQUE INDEX "appeals_case_id_key" ON "appeals"("case_id");

-- CreateIndex
CREATE INDEX "appeals_user_id_idx" ON "appeals"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_hash_key" ON "ledger"("hash");

-- CreateIndex
CREATE INDEX "ledger_kind_no_idx" ON "ledger"("kind", "no" DESC);

-- CreateIndex
CREATE INDEX "ledger_actor_no_idx" ON "ledger"("actor", "no" DESC);

-- CreateIndex
CREATE INDEX "notices_user_id_id_idx" ON "notices"("user_id", "id" DESC);

-- CreateIndex
CREATE INDEX "notices_decision_id_idx" ON "notices"("decision_id");

-- CreateIndex
CREATE INDEX "notices_comment_id_idx" ON "notices"("comment_id");

-- CreateIndex
CREATE UNIQUE INDEX "words_text_kind_key" ON "words"("text", "kind");

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_reporter_id_fkey" FOREIGN KEY ("reporter_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cases" ADD CONSTRAINT "cases_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cases" ADD CONSTRAINT "cases_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cases" ADD CONSTRAINT "cases_verdict_id_fkey" FOREIGN KEY ("verdict_id") REFERENCES "verdicts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cases" ADD CONSTRAINT "cases_claimed_by_fkey" FOREIGN KEY ("claimed_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_verdict_id_fkey" FOREIGN KEY ("verdict_id") REFERENCES "verdicts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_moderator_id_fkey" FOREIGN KEY ("moderator_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_undoes_id_fkey" FOREIGN KEY ("undoes_id") REFERENCES "decisions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_ledger_no_fkey" FOREIGN KEY ("ledger_no") REFERENCES "ledger"("no") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "restrictions" ADD CONSTRAINT "restrictions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "restrictions" ADD CONSTRAINT "restrictions_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decisions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decisions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_first_moderator_id_fkey" FOREIGN KEY ("first_moderator_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_decided_by_fkey" FOREIGN KEY ("decided_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notices" ADD CONSTRAINT "notices_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notices" ADD CONSTRAINT "notices_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notices" ADD CONSTRAINT "notices_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decisions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "thread_mutes" ADD CONSTRAINT "thread_mutes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "thread_mutes" ADD CONSTRAINT "thread_mutes_root_id_fkey" FOREIGN KEY ("root_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "words" ADD CONSTRAINT "words_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What follows is written by hand: rules that Prisma can't express.

-- The author's act and the moderators' are kept apart; `status` is what follows from both, and nothing else. So a
-- withdrawn comment stays withdrawn whatever moderators do, and a restored one is visible only if its author stays.
UPDATE "comments" SET "moderated_status" = "status" WHERE "status" <> 'withdrawn';
ALTER TABLE "comments" ADD CONSTRAINT "comments_status_check"
  CHECK ("status" = CASE WHEN "withdrawn_at" IS NULL THEN "moderated_status" ELSE 'withdrawn' END);
ALTER TABLE "comments" ADD CONSTRAINT "comments_moderated_status_check" CHECK ("moderated_status" <> 'withdrawn');
-- Erased means erased: no text, no passage, and never again readable.
ALTER TABLE "comments" DROP CONSTRAINT "comments_body_check";
ALTER TABLE "comments" ADD CONSTRAINT "comments_body_check" CHECK (CASE WHEN "erased_at" IS NULL
  THEN char_length("body") BETWEEN 1 AND 10000
  ELSE "body" = '' AND "html" = '' AND "anchor" IS NULL AND "moderated_status" = 'removed' END);

ALTER TABLE "reports" ADD CONSTRAINT "reports_length_check"
  CHECK (char_length("note") <= 1000 AND char_length("body") <= 10000 AND "version" >= 1 AND "weight" >= 0);
-- A reason that says nothing by itself needs words. A word of the admin's list has its own note.
ALTER TABLE "reports" ADD CONSTRAINT "reports_note_check" CHECK ("reason" <> 'other' OR coalesce("note", '') <> '');
ALTER TABLE "reports" ADD CONSTRAINT "reports_closed_check" CHECK (("state" = 'open') = ("closed_at" IS NULL));
-- One report for each reader and revision; who took it back may report again.
CREATE UNIQUE INDEX "reports_once_key" ON "reports"("comment_id", "version", "reporter_id") WHERE "state" <> 'withdrawn';

ALTER TABLE "cases" ADD CONSTRAINT "cases_counters_check" CHECK ("reports" >= 0 AND "version" >= 1);
ALTER TABLE "cases" ADD CONSTRAINT "cases_decided_check" CHECK (("state" = 'decided') = ("decided_at" IS NOT NULL));
ALTER TABLE "cases" ADD CONSTRAINT "cases_claim_check" CHECK (("claimed_by" IS NULL) = ("claimed_until" IS NULL));
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_text_check" CHECK (char_length("text") BETWEEN 1 AND 1000);
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_decided_check"
  CHECK (("state" = 'open') = ("decided_at" IS NULL) AND ("state" = 'open') = ("decided_by" IS NULL));
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_note_check" CHECK (char_length("note") <= 2000);
ALTER TABLE "words" ADD CONSTRAINT "words_text_check" CHECK (char_length("text") BETWEEN 1 AND 200);

CREATE UNIQUE INDEX "cases_open_key" ON "cases"("comment_id") WHERE "state" = 'open' AND NOT "is_appeal";
-- The queue: as long as what is open, however much was ever decided; read in its own order from any place on.
CREATE INDEX "cases_queue_idx" ON "cases"("weight" DESC, "opened_at", "id") WHERE "state" = 'open';
-- What the navigation counts, and who has what open.
CREATE INDEX "cases_open_reports_idx" ON "cases"("id") WHERE "state" = 'open' AND NOT "is_appeal" AND NOT "held";
CREATE INDEX "cases_open_held_idx" ON "cases"("id") WHERE "state" = 'open' AND "held";
CREATE INDEX "cases_open_appeals_idx" ON "cases"("id") WHERE "state" = 'open' AND "is_appeal";
CREATE INDEX "cases_claimed_idx" ON "cases"("claimed_by") WHERE "state" = 'open' AND "claimed_by" IS NOT NULL;
CREATE INDEX "cases_author_open_idx" ON "cases"("author_id") WHERE "state" = 'open';
CREATE INDEX "restrictions_standing_idx" ON "restrictions"("user_id") WHERE "lifted_at" IS NULL;
CREATE INDEX "notices_unread_idx" ON "notices"("user_id") WHERE "read_at" IS NULL;

-- Whose votes and ratings count for nothing: every tally asks here, so that no two of them disagree.
CREATE VIEW "silenced" AS SELECT DISTINCT "user_id" FROM "restrictions"
  WHERE "until" IS NULL AND "lifted_at" IS NULL AND "scope" IN ('vote', 'everything');

-- A comment that waits has a case: whoever holds it needs not remember to open one.
CREATE FUNCTION "open_held_case"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."status" = 'pending' THEN
    INSERT INTO "cases" ("id", "comment_id", "author_id", "verdict_id", "held", "weight", "opened_at")
    VALUES (gen_random_uuid(), NEW."id", NEW."author_id", NEW."verdict_id", true, 1, NEW."created_at")
    ON CONFLICT ("comment_id") WHERE "state" = 'open' AND NOT "is_appeal"
    DO UPDATE SET "held" = true, "version" = "cases"."version" + 1;
  ELSE
    -- Let in, removed or taken back: it waits no longer. With open reports the case goes on without.
    UPDATE "cases" SET "held" = false, "version" = "version" + 1, "claimed_by" = NULL, "claimed_until" = NULL,
      "state" = CASE WHEN "reports" = 0 THEN 'decided' ELSE 'open' END::"CaseState",
      "decided_at" = CASE WHEN "reports" = 0 THEN now() END
    WHERE "comment_id" = NEW."id" AND "state" = 'open' AND "held" AND NOT "is_appeal";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "comments_held" AFTER INSERT ON "comments" FOR EACH ROW
  WHEN (NEW."status" = 'pending') EXECUTE FUNCTION "open_held_case"();
CREATE TRIGGER "comments_held_change" AFTER UPDATE OF "status" ON "comments" FOR EACH ROW
  WHEN ((NEW."status" = 'pending') IS DISTINCT FROM (OLD."status" = 'pending')) EXECUTE FUNCTION "open_held_case"();

-- Nobody hears an appeal against their own decision. An admin may where there is nobody else, and that is looked up
-- here and not believed.
CREATE FUNCTION "refuse_own_appeal"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."decided_by" IS NULL OR NEW."decided_by" IS DISTINCT FROM NEW."first_moderator_id" THEN
    IF NEW."nobody_else" THEN RAISE EXCEPTION 'there is somebody else: nobody_else is not true'; END IF;
    RETURN NEW;
  END IF;
  IF NOT NEW."nobody_else"
    OR NOT EXISTS (SELECT 1 FROM "users" WHERE "id" = NEW."decided_by" AND "role" = 'admin')
    OR EXISTS (SELECT 1 FROM "users" WHERE "id" <> NEW."decided_by" AND "role" IN ('moderator', 'admin')) THEN
    RAISE EXCEPTION 'whoever decided first does not decide the appeal' USING CONSTRAINT = 'appeals_another_moderator';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "appeals_another_moderator" BEFORE INSERT OR UPDATE ON "appeals" FOR EACH ROW
  EXECUTE FUNCTION "refuse_own_appeal"();

-- The public log. Each row's hash covers the row and the hash before it, so that whoever changes, drops or slips in
-- one breaks every hash after it. Writers queue for the lock until commit: a number is never missing, and no two
-- rows follow the same one. sha256 of: hash before, line feed, the row as a JSON array in jsonb's spelling.
CREATE FUNCTION "chain_ledger"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last "ledger"%ROWTYPE;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('copecheck.ledger'));
  SELECT * INTO last FROM "ledger" ORDER BY "no" DESC LIMIT 1;
  NEW."no" := coalesce(last."no", 0) + 1;
  NEW."prev_hash" := coalesce(last."hash", '');
  NEW."hash" := encode(sha256(convert_to(NEW."prev_hash" || E'\n' || jsonb_build_array(NEW."no",
    round(extract(epoch FROM NEW."at") * 1000)::bigint, NEW."kind", NEW."reason", NEW."actor", NEW."place")::text,
    'UTF8')), 'hex');
  RETURN NEW;
END $$;
CREATE TRIGGER "ledger_chain" BEFORE INSERT ON "ledger" FOR EACH ROW EXECUTE FUNCTION "chain_ledger"();

CREATE FUNCTION "refuse_ledger_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: % is refused', TG_OP;
END $$;
CREATE TRIGGER "ledger_append_only" BEFORE UPDATE OR DELETE ON "ledger" FOR EACH ROW
  EXECUTE FUNCTION "refuse_ledger_change"();
CREATE TRIGGER "ledger_no_truncate" BEFORE TRUNCATE ON "ledger" EXECUTE FUNCTION "refuse_ledger_change"();
