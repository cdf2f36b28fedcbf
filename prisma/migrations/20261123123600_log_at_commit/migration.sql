-- AlterTable
ALTER TABLE "decisions" ADD COLUMN     "place" TEXT;

-- Every decision has its row in the log, and the row is written when the decision is committed: nobody can forget it,
-- and the lock that puts rows into a line is held for the shortest time, with all other locks already in hand, so that
-- no two decisions wait for each other in a circle. Only the further comments of a removed branch have none (no place).
CREATE FUNCTION "log_decision"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE entry BIGINT;
BEGIN
  INSERT INTO "ledger" ("at", "kind", "reason", "actor", "place") VALUES (NEW."created_at", NEW."kind"::text,
    NEW."reason", coalesce((SELECT "username" FROM "users" WHERE "id" = NEW."moderator_id"), 'automatic'), NEW."place")
  RETURNING "no" INTO entry;
  UPDATE "decisions" SET "ledger_no" = entry WHERE "id" = NEW."id";
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "decisions_log" AFTER INSERT ON "decisions" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW."place" IS NOT NULL) EXECUTE FUNCTION "log_decision"();
