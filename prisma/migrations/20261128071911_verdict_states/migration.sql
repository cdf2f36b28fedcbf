-- CreateEnum
CREATE TYPE "VerdictState" AS ENUM ('published', 'unpublished', 'retracted');

-- AlterTable
ALTER TABLE "verdict_versions" ADD COLUMN     "author" UUID,
ADD COLUMN     "corrections" JSONB,
ADD COLUMN     "note" TEXT;

-- AlterTable
ALTER TABLE "verdicts" ADD COLUMN     "import_hash" TEXT,
ADD COLUMN     "state" "VerdictState" NOT NULL DEFAULT 'published',
ADD COLUMN     "state_at" TIMESTAMPTZ(3),
ADD COLUMN     "state_by" UUID,
ADD COLUMN     "state_note" TEXT;

-- CreateTable
CREATE TABLE "verdict_identities" (
    "identity" TEXT NOT NULL,
    "verdict_id" UUID NOT NULL,

    CONSTRAINT "verdict_identities_pkey" PRIMARY KEY ("identity")
);

-- CreateIndex
CREATE INDEX "verdict_identities_verdict_id_idx" ON "verdict_identities"("verdict_id");

-- AddForeignKey
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_state_by_fkey" FOREIGN KEY ("state_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verdict_identities" ADD CONSTRAINT "verdict_identities_verdict_id_fkey" FOREIGN KEY ("verdict_id") REFERENCES "verdicts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verdict_versions" ADD CONSTRAINT "verdict_versions_author_fkey" FOREIGN KEY ("author") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What follows is written by hand: what Prisma can't express.

-- Every verdict keeps the identity it had (source and title), and gets those of its content and of its texts. The
-- hashes are those of verdicts/fingerprint.server.ts.
INSERT INTO "verdict_identities" ("identity", "verdict_id") SELECT "identity", "id" FROM "verdicts";
INSERT INTO "verdict_identities" ("identity", "verdict_id")
  SELECT encode(sha256(convert_to('content' || chr(10) || "content_hash", 'UTF8')), 'hex'), "id" FROM "verdicts"
  ON CONFLICT DO NOTHING;
INSERT INTO "verdict_identities" ("identity", "verdict_id")
  SELECT encode(sha256(convert_to('text' || chr(10) || "raw", 'UTF8')), 'hex'), "verdict_id" FROM "verdict_versions"
  WHERE "raw" IS NOT NULL ON CONFLICT DO NOTHING;
UPDATE "verdicts" SET "import_hash" = "content_hash";
ALTER TABLE "verdicts" ALTER COLUMN "import_hash" SET NOT NULL, DROP COLUMN "identity";

ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_state_check"
  CHECK (("state" = 'retracted') = ("state_note" IS NOT NULL) AND char_length("state_note") BETWEEN 1 AND 1000);
ALTER TABLE "verdict_versions" ADD CONSTRAINT "verdict_versions_note_check"
  CHECK (char_length("note") BETWEEN 1 AND 1000);

-- Every process hears of it and tells the pages that are open: see the migration notify_changes.
CREATE FUNCTION "notify_verdict_state"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('copecheck_changed', 'verdict ' || NEW."slug" || ' ' || NEW."state");
  RETURN NULL;
END $$;
CREATE TRIGGER "verdicts_notify_state" AFTER UPDATE OF "state" ON "verdicts" FOR EACH ROW
  WHEN (OLD."state" <> NEW."state") EXECUTE FUNCTION "notify_verdict_state"();
