-- CreateTable
CREATE TABLE "report_mails" (
    "issue_id" UUID NOT NULL,
    "subscriber_id" UUID NOT NULL,
    "mail_id" UUID,

    CONSTRAINT "report_mails_pkey" PRIMARY KEY ("issue_id","subscriber_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "report_mails_mail_id_key" ON "report_mails"("mail_id");

-- CreateIndex
CREATE INDEX "report_mails_subscriber_id_idx" ON "report_mails"("subscriber_id");

-- AddForeignKey
ALTER TABLE "report_mails" ADD CONSTRAINT "report_mails_issue_id_fkey" FOREIGN KEY ("issue_id") REFERENCES "report_issues"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_mails" ADD CONSTRAINT "report_mails_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "subscribers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_mails" ADD CONSTRAINT "report_mails_mail_id_fkey" FOREIGN KEY ("mail_id") REFERENCES "mails"("id") ON DELETE SET NULL ON UPDATE CASCADE;
