-- CreateEnum
CREATE TYPE "MailState" AS ENUM ('pending', 'sending', 'sent', 'failed', 'cancelled');

-- CreateTable
CREATE TABLE "mails" (
    "id" UUID NOT NULL,
    "message_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "to" TEXT,
    "subject" TEXT NOT NULL,
    "text" TEXT,
    "html" TEXT,
    "headers" JSONB NOT NULL DEFAULT '{}',
    "state" "MailState" NOT NULL DEFAULT 'pending',
    "held" BOOLEAN NOT NULL DEFAULT false,
    "priority" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "attempted_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "mails_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "site_keys" (
    "name" TEXT NOT NULL,
    "key" BYTEA NOT NULL,

    CONSTRAINT "site_keys_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "mails_message_id_key" ON "mails"("message_id");

-- CreateIndex
CREATE INDEX "mails_created_at_id_idx" ON "mails"("created_at" DESC, "id" DESC);

-- What the queue schedules is found without reading what was sent.
CREATE INDEX "mails_unsent_idx" ON "mails"("id") WHERE "state" IN ('pending', 'sending');
CREATE INDEX "mails_failed_idx" ON "mails"("id") WHERE "state" = 'failed';
CREATE INDEX "mails_to_idx" ON "mails"(lower("to")) WHERE "to" IS NOT NULL;

-- At commit, every process learns that there is mail to schedule (lib/db/changes.server.ts). Equal messages of one
-- transaction are delivered once, so ten thousand mails are one message.
CREATE FUNCTION "notify_mail_queued"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('copecheck_changed', 'jobs mail');
  RETURN NULL;
END $$;
CREATE TRIGGER "mails_notify_insert" AFTER INSERT ON "mails" FOR EACH STATEMENT
  EXECUTE FUNCTION "notify_mail_queued"();
-- Resumed, or tried again by an admin.
CREATE TRIGGER "mails_notify_resume" AFTER UPDATE ON "mails" FOR EACH ROW
  WHEN (NEW."state" = 'pending' AND NOT NEW."held" AND (OLD."held" OR OLD."state" = 'failed'))
  EXECUTE FUNCTION "notify_mail_queued"();
