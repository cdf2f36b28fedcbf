-- CreateTable
CREATE TABLE "queue_alert_settings" (
    "user_id" UUID NOT NULL,
    "mail" BOOLEAN NOT NULL DEFAULT false,
    "push" BOOLEAN NOT NULL DEFAULT false,
    "grave" BOOLEAN NOT NULL DEFAULT true,
    "wait_hours" INTEGER,
    "quiet_from" INTEGER,
    "quiet_to" INTEGER,

    CONSTRAINT "queue_alert_settings_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "queue_alerts" (
    "user_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "alert_id" UUID NOT NULL,
    "mail_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "queue_alerts_pkey" PRIMARY KEY ("user_id","case_id")
);

-- CreateIndex
CREATE INDEX "queue_alerts_case_id_idx" ON "queue_alerts"("case_id");

-- CreateIndex
CREATE INDEX "queue_alerts_alert_id_idx" ON "queue_alerts"("alert_id");

-- CreateIndex
CREATE INDEX "queue_alerts_mail_id_idx" ON "queue_alerts"("mail_id");

-- AddForeignKey
ALTER TABLE "queue_alert_settings" ADD CONSTRAINT "queue_alert_settings_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "queue_alerts" ADD CONSTRAINT "queue_alerts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "queue_alerts" ADD CONSTRAINT "queue_alerts_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "queue_alerts" ADD CONSTRAINT "queue_alerts_mail_id_fkey" FOREIGN KEY ("mail_id") REFERENCES "mails"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "queue_alert_settings" ADD CONSTRAINT "queue_alert_settings_hours_check" CHECK (
  "wait_hours" > 0 AND "quiet_from" BETWEEN 0 AND 23 AND "quiet_to" BETWEEN 0 AND 23);
-- Both or neither.
ALTER TABLE "queue_alert_settings" ADD CONSTRAINT "queue_alert_settings_quiet_check" CHECK (
  ("quiet_from" IS NULL) = ("quiet_to" IS NULL));
