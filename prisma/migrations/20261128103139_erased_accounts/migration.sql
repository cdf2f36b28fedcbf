-- AlterTable
ALTER TABLE "users" ADD COLUMN     "erase_at" TIMESTAMPTZ(3),
ADD COLUMN     "erase_comments" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "erased_at" TIMESTAMPTZ(3),
ALTER COLUMN "username" DROP NOT NULL,
ALTER COLUMN "skeleton" DROP NOT NULL;

-- CreateTable
CREATE TABLE "erased_names" (
    "hash" TEXT NOT NULL,

    CONSTRAINT "erased_names_pkey" PRIMARY KEY ("hash")
);

-- What follows is written by hand.

-- An erased account has nothing that names it; every other account has a name.
ALTER TABLE "users" ADD CONSTRAINT "users_erased_check" CHECK (CASE WHEN "erased_at" IS NULL
  THEN "username" IS NOT NULL AND "skeleton" IS NOT NULL
  ELSE "username" IS NULL AND "skeleton" IS NULL AND "email" IS NULL AND "password_hash" = '' AND "role" = 'reader' END);

-- What the sweep looks for; hardly any account is in it.
CREATE INDEX "users_erase_at" ON "users"("erase_at") WHERE "erase_at" IS NOT NULL;

-- An account that its owner deletes can have its withdrawn comments erased, too.
ALTER TABLE "comments" DROP CONSTRAINT "comments_body_check";
ALTER TABLE "comments" ADD CONSTRAINT "comments_body_check" CHECK (CASE WHEN "erased_at" IS NULL
  THEN char_length("body") BETWEEN 1 AND 10000
  ELSE "body" = '' AND "html" = '' AND "anchor" IS NULL
    AND ("moderated_status" = 'removed' OR "withdrawn_at" IS NOT NULL) END);

-- Every process disconnects the account's sockets, and lets them come back after a restore.
CREATE TRIGGER "users_notify_erase" AFTER UPDATE OF "erase_at" ON "users" FOR EACH ROW
  WHEN (OLD."erase_at" IS DISTINCT FROM NEW."erase_at") EXECUTE FUNCTION "notify_account_changed"();

-- An admin whose account is being deleted can't act, so they don't count.
CREATE OR REPLACE FUNCTION "keep_an_admin"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('copecheck.last-admin'));
  IF TG_TABLE_NAME = 'restrictions' THEN
    IF NOT EXISTS (SELECT 1 FROM "users" WHERE "id" = NEW."user_id" AND "role" = 'admin') THEN RETURN NULL; END IF;
  END IF;
  IF EXISTS (SELECT 1 FROM "users") AND NOT EXISTS (
    SELECT 1 FROM "users" u
    WHERE u."role" = 'admin' AND u."erase_at" IS NULL AND NOT EXISTS (
      SELECT 1 FROM "restrictions" r
      WHERE r."user_id" = u."id" AND r."scope" = 'everything' AND r."lifted_at" IS NULL
        AND (r."until" IS NULL OR r."until" > now())))
  THEN
    -- Class 23 (integrity constraint violation) with a code of our own: see LAST_ADMIN in lib/db/sql-state.ts.
    RAISE EXCEPTION 'this would leave the site without an admin' USING ERRCODE = '23A01';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "users_keep_an_admin_erase" AFTER UPDATE OF "erase_at" ON "users" FOR EACH ROW
  WHEN (OLD."role" = 'admin' AND OLD."erase_at" IS NULL AND NEW."erase_at" IS NOT NULL)
  EXECUTE FUNCTION "keep_an_admin"();
-- An erased admin is a reader, and stopped counting when the deletion was requested.
DROP TRIGGER "users_keep_an_admin_role" ON "users";
CREATE TRIGGER "users_keep_an_admin_role" AFTER UPDATE OF "role" ON "users" FOR EACH ROW
  WHEN (OLD."role" = 'admin' AND NEW."role" <> 'admin' AND NEW."erased_at" IS NULL)
  EXECUTE FUNCTION "keep_an_admin"();

-- A moderator whose account is being deleted can't hear an appeal.
CREATE OR REPLACE FUNCTION "refuse_own_appeal"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."decided_by" IS NULL OR NEW."decided_by" IS DISTINCT FROM NEW."first_moderator_id" THEN
    IF NEW."nobody_else" THEN RAISE EXCEPTION 'there is somebody else: nobody_else is not true'; END IF;
    RETURN NEW;
  END IF;
  IF NOT NEW."nobody_else"
    OR NOT EXISTS (SELECT 1 FROM "users" WHERE "id" = NEW."decided_by" AND "role" = 'admin')
    OR EXISTS (SELECT 1 FROM "users" WHERE "id" <> NEW."decided_by" AND "role" IN ('moderator', 'admin')
      AND "erase_at" IS NULL) THEN
    RAISE EXCEPTION 'whoever decided first does not decide the appeal' USING CONSTRAINT = 'appeals_another_moderator';
  END IF;
  RETURN NEW;
END $$;
-- Who decided is checked when it is set. A later change of the text must not check it again: others may have become
-- moderators since.
DROP TRIGGER "appeals_another_moderator" ON "appeals";
CREATE TRIGGER "appeals_another_moderator" BEFORE INSERT OR UPDATE OF "decided_by", "first_moderator_id", "nobody_else"
  ON "appeals" FOR EACH ROW EXECUTE FUNCTION "refuse_own_appeal"();
