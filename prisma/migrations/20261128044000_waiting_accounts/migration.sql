-- AlterTable
ALTER TABLE "users" ADD COLUMN     "waiting_since" TIMESTAMPTZ(3);

-- The admin's list of them; hardly any account is in it.
CREATE INDEX "users_waiting" ON "users"("waiting_since", "id") WHERE "waiting_since" IS NOT NULL;

-- An approved person's pages learn of it at once, as they do of a role: see the migration notify_changes.
CREATE TRIGGER "users_notify_waiting" AFTER UPDATE OF "waiting_since" ON "users" FOR EACH ROW
  WHEN (OLD."waiting_since" IS DISTINCT FROM NEW."waiting_since") EXECUTE FUNCTION "notify_account_changed"();
