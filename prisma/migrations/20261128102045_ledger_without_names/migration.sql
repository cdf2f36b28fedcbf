-- AlterTable
ALTER TABLE "users" ADD COLUMN     "ledger_key" UUID NOT NULL DEFAULT gen_random_uuid();

-- CreateIndex
CREATE UNIQUE INDEX "users_ledger_key_key" ON "users"("ledger_key");

-- What follows is written by hand.

-- The log named its moderators, and the people whose pages decisions led to, and each row's hash covers those names: no
-- account could be erased without breaking the chain. From here on the log holds random keys, and names are looked up
-- on display. A decision stores `/u/` as its place; its row in the log names the subject's key.
CREATE OR REPLACE FUNCTION "log_decision"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE entry BIGINT;
BEGIN
  INSERT INTO "ledger" ("at", "kind", "reason", "actor", "place") VALUES (NEW."created_at", NEW."kind"::text,
    NEW."reason",
    coalesce((SELECT "ledger_key"::text FROM "users" WHERE "id" = NEW."moderator_id"), 'automatic'),
    CASE WHEN NEW."place" <> '/u/' THEN NEW."place" ELSE
      '/u/' || coalesce((SELECT "ledger_key"::text FROM "users" WHERE "id" = NEW."subject_id"), '') END)
  RETURNING "no" INTO entry;
  UPDATE "decisions" SET "ledger_no" = entry WHERE "id" = NEW."id";
  RETURN NULL;
END $$;

-- A name without an account (a refused account is deleted) gets a key that resolves to nobody.
CREATE TEMPORARY TABLE "log_names" ON COMMIT DROP AS
  SELECT n."name", coalesce(u."ledger_key", gen_random_uuid())::text AS "key"
  FROM (SELECT "actor" AS "name" FROM "ledger" UNION SELECT substr("place", 4) FROM "ledger" WHERE "place" LIKE '/u/%') n
  LEFT JOIN "users" u ON u."username" = n."name";
ANALYZE "log_names";

ALTER TABLE "ledger" DISABLE TRIGGER "ledger_append_only";

-- Rebuilds the chain, and ends it with a row that holds the former head. The old chain is verified on the way, because
-- afterwards nobody could see that it was broken.
DO $$
DECLARE
  row RECORD;
  old_prev TEXT := '';
  new_prev TEXT := '';
  new_hash TEXT;
  broken_at BIGINT;
BEGIN
  FOR row IN
    SELECT l.*, round(extract(epoch FROM l."at") * 1000)::bigint AS "ms",
      -- Somebody could be called "automatic": only a decision without a moderator is.
      CASE WHEN l."actor" = 'automatic' AND d."moderator_id" IS NULL THEN 'automatic' ELSE a."key" END AS "new_actor",
      CASE WHEN l."place" LIKE '/u/%' THEN '/u/' || p."key" ELSE l."place" END AS "new_place"
    FROM "ledger" l
    LEFT JOIN "decisions" d ON d."ledger_no" = l."no"
    JOIN "log_names" a ON a."name" = l."actor"
    LEFT JOIN "log_names" p ON l."place" LIKE '/u/%' AND p."name" = substr(l."place", 4)
    ORDER BY l."no"
  LOOP
    IF broken_at IS NULL AND (row."prev_hash" <> old_prev OR row."hash" <> encode(sha256(convert_to(old_prev || E'\n'
      || jsonb_build_array(row."no", row."ms", row."kind", row."reason", row."actor", row."place")::text, 'UTF8')), 'hex'))
    THEN broken_at := row."no"; END IF;
    old_prev := row."hash";
    new_hash := encode(sha256(convert_to(new_prev || E'\n' || jsonb_build_array(row."no", row."ms", row."kind",
      row."reason", row."new_actor", row."new_place")::text, 'UTF8')), 'hex');
    UPDATE "ledger" SET "actor" = row."new_actor", "place" = row."new_place", "prev_hash" = new_prev, "hash" = new_hash
      WHERE "no" = row."no";
    new_prev := new_hash;
  END LOOP;
  IF old_prev <> '' THEN
    INSERT INTO "ledger" ("at", "kind", "reason", "actor", "place") VALUES (now(), 'rebuilt',
      old_prev || coalesce(', broken at row ' || broken_at, ''), 'automatic', '/moderation-log');
  END IF;
END $$;

ALTER TABLE "ledger" ENABLE TRIGGER "ledger_append_only";

UPDATE "decisions" SET "place" = '/u/' WHERE "place" LIKE '/u/%';
