-- The site keeps an admin who can act. The count runs under a lock that is held until the transaction ends, so that of
-- two admins who demote each other at the same moment the second is refused: each query of a trigger sees what was
-- committed before it. By trigger, so that it holds for the web, the API, the command line and plain SQL alike.
-- An admin who is restricted from everything doesn't count. A site without any user may have no admin: the next start
-- prints a link that makes the first one.
CREATE FUNCTION "keep_an_admin"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('copecheck.last-admin'));
  IF TG_TABLE_NAME = 'restrictions' THEN
    IF NOT EXISTS (SELECT 1 FROM "users" WHERE "id" = NEW."user_id" AND "role" = 'admin') THEN RETURN NULL; END IF;
  END IF;
  IF EXISTS (SELECT 1 FROM "users") AND NOT EXISTS (
    SELECT 1 FROM "users" u
    WHERE u."role" = 'admin' AND NOT EXISTS (
      SELECT 1 FROM "restrictions" r
      WHERE r."user_id" = u."id" AND r."scope" = 'everything' AND r."lifted_at" IS NULL
        AND (r."until" IS NULL OR r."until" > now())))
  THEN
    -- Class 23 (integrity constraint violation) with a code of our own: see LAST_ADMIN in lib/db/sql-state.ts.
    RAISE EXCEPTION 'this would leave the site without an admin' USING ERRCODE = '23A01';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER "users_keep_an_admin_role" AFTER UPDATE OF "role" ON "users" FOR EACH ROW
  WHEN (OLD."role" = 'admin' AND NEW."role" <> 'admin') EXECUTE FUNCTION "keep_an_admin"();
CREATE TRIGGER "users_keep_an_admin_delete" AFTER DELETE ON "users" FOR EACH ROW
  WHEN (OLD."role" = 'admin') EXECUTE FUNCTION "keep_an_admin"();
CREATE TRIGGER "restrictions_keep_an_admin" AFTER INSERT OR UPDATE ON "restrictions" FOR EACH ROW
  WHEN (NEW."scope" = 'everything' AND NEW."lifted_at" IS NULL) EXECUTE FUNCTION "keep_an_admin"();
