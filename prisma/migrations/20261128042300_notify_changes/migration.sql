-- Every process listens to this channel (lib/db/changes.server.ts). By trigger, so that a change by the command line or
-- by SQL is heard as well as one by a page. Equal messages of one transaction are delivered once.
CREATE FUNCTION "notify_account_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'users' THEN PERFORM pg_notify('copecheck_changed', 'account ' || OLD."id");
  ELSE PERFORM pg_notify('copecheck_changed', 'account ' || NEW."user_id");
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "users_notify_role" AFTER UPDATE OF "role" ON "users" FOR EACH ROW
  WHEN (OLD."role" <> NEW."role") EXECUTE FUNCTION "notify_account_changed"();
CREATE TRIGGER "users_notify_delete" AFTER DELETE ON "users" FOR EACH ROW
  EXECUTE FUNCTION "notify_account_changed"();
CREATE TRIGGER "restrictions_notify" AFTER INSERT OR UPDATE ON "restrictions" FOR EACH ROW
  EXECUTE FUNCTION "notify_account_changed"();

CREATE FUNCTION "notify_settings_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('copecheck_changed', 'settings');
  RETURN NULL;
END $$;
CREATE TRIGGER "site_settings_notify" AFTER INSERT OR UPDATE OR DELETE ON "site_settings" FOR EACH STATEMENT
  EXECUTE FUNCTION "notify_settings_changed"();
