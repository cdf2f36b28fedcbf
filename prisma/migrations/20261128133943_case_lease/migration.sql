-- A claim is what readers vote on; a moderator's hold on a case is a lease. Columns are renamed, so no row is lost.
ALTER TABLE "cases" RENAME COLUMN "claimed_by" TO "lease_holder_id";
ALTER TABLE "cases" RENAME COLUMN "claimed_until" TO "leased_until";
ALTER TABLE "cases" RENAME COLUMN "reports" TO "report_count";
ALTER TABLE "cases" RENAME CONSTRAINT "cases_claimed_by_fkey" TO "cases_lease_holder_id_fkey";
ALTER TABLE "cases" RENAME CONSTRAINT "cases_claim_check" TO "cases_lease_check";
ALTER INDEX "cases_claimed_idx" RENAME TO "cases_leased_idx";

-- A function's body keeps the old names: replace it.
CREATE OR REPLACE FUNCTION "open_held_case"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."status" = 'pending' THEN
    INSERT INTO "cases" ("id", "comment_id", "author_id", "verdict_id", "held", "weight", "opened_at")
    VALUES (gen_random_uuid(), NEW."id", NEW."author_id", NEW."verdict_id", true, 1, NEW."created_at")
    ON CONFLICT ("comment_id") WHERE "state" = 'open' AND NOT "is_appeal"
    DO UPDATE SET "held" = true, "version" = "cases"."version" + 1;
  ELSE
    -- The comment is no longer held. The case stays open if it has open reports.
    UPDATE "cases" SET "held" = false, "version" = "version" + 1, "lease_holder_id" = NULL, "leased_until" = NULL,
      "state" = CASE WHEN "report_count" = 0 THEN 'decided' ELSE 'open' END::"CaseState",
      "decided_at" = CASE WHEN "report_count" = 0 THEN now() END
    WHERE "comment_id" = NEW."id" AND "state" = 'open' AND "held" AND NOT "is_appeal";
  END IF;
  RETURN NULL;
END $$;
