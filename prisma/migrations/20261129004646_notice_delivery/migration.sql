-- CreateEnum
CREATE TYPE "MailSchedule" AS ENUM ('immediately', 'daily', 'weekly', 'never');

-- AlterTable
ALTER TABLE "notices" ADD COLUMN     "mail_at" TIMESTAMPTZ(3),
ADD COLUMN     "mail_id" UUID,
ADD COLUMN     "planned" BOOLEAN NOT NULL DEFAULT true;
-- What was sent before is on the site only.
ALTER TABLE "notices" ALTER COLUMN "planned" SET DEFAULT false;

-- CreateTable
CREATE TABLE "delivery_settings" (
    "user_id" UUID NOT NULL,
    "reply_mail" "MailSchedule" NOT NULL DEFAULT 'daily',
    "mention_mail" "MailSchedule" NOT NULL DEFAULT 'daily',
    "follow_mail" "MailSchedule" NOT NULL DEFAULT 'never',
    "moderation_mail" "MailSchedule" NOT NULL DEFAULT 'immediately',
    "reply_push" BOOLEAN NOT NULL DEFAULT true,
    "mention_push" BOOLEAN NOT NULL DEFAULT true,
    "follow_push" BOOLEAN NOT NULL DEFAULT true,
    "moderation_push" BOOLEAN NOT NULL DEFAULT true,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',

    CONSTRAINT "delivery_settings_pkey" PRIMARY KEY ("user_id")
);

-- AddForeignKey
ALTER TABLE "notices" ADD CONSTRAINT "notices_mail_id_fkey" FOREIGN KEY ("mail_id") REFERENCES "mails"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery_settings" ADD CONSTRAINT "delivery_settings_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a sweep works on is found without reading the rest.
CREATE INDEX "notices_unplanned_idx" ON "notices"("id") WHERE NOT "planned";
CREATE INDEX "notices_mail_at_idx" ON "notices"("mail_at") WHERE "mail_at" IS NOT NULL;
CREATE INDEX "notices_waiting_idx" ON "notices"("user_id") WHERE "mail_at" IS NOT NULL;
CREATE INDEX "notices_mail_id_idx" ON "notices"("mail_id") WHERE "mail_id" IS NOT NULL;
