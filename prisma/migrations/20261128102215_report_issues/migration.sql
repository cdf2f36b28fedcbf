-- CreateEnum
CREATE TYPE "ReportIssueState" AS ENUM ('draft', 'sending', 'paused', 'sent', 'skipped');

-- CreateTable
CREATE TABLE "report_issues" (
    "id" UUID NOT NULL,
    "n" INTEGER,
    "state" "ReportIssueState" NOT NULL DEFAULT 'draft',
    "introduction" TEXT NOT NULL DEFAULT '',
    "content" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "period_start" TIMESTAMPTZ(3) NOT NULL,
    "period_end" TIMESTAMPTZ(3) NOT NULL,
    "composed_at" TIMESTAMPTZ(3) NOT NULL,
    "scheduled_for" TIMESTAMPTZ(3),
    "skip_reason" TEXT,
    "subject" TEXT,
    "html" TEXT,
    "text" TEXT,
    "send_started_at" TIMESTAMPTZ(3),
    "send_finished_at" TIMESTAMPTZ(3),
    "recipients" INTEGER,
    "delivered" INTEGER,
    "failed" INTEGER,
    "started_by" UUID,

    CONSTRAINT "report_issues_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_tallies" (
    "issue_id" UUID NOT NULL,
    "claim_id" UUID NOT NULL,
    "agree" INTEGER NOT NULL,
    "disagree" INTEGER NOT NULL,

    CONSTRAINT "report_tallies_pkey" PRIMARY KEY ("issue_id","claim_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "report_issues_n_key" ON "report_issues"("n");

-- CreateIndex
CREATE UNIQUE INDEX "report_issues_scheduled_for_key" ON "report_issues"("scheduled_for");

-- CreateIndex
CREATE INDEX "report_tallies_claim_id_idx" ON "report_tallies"("claim_id");

-- AddForeignKey
ALTER TABLE "report_issues" ADD CONSTRAINT "report_issues_started_by_fkey" FOREIGN KEY ("started_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_tallies" ADD CONSTRAINT "report_tallies_issue_id_fkey" FOREIGN KEY ("issue_id") REFERENCES "report_issues"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_tallies" ADD CONSTRAINT "report_tallies_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claims"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows is written by hand: what Prisma can't express.

ALTER TABLE "report_issues"
  -- Readers count the issues; a skipped week has no number.
  ADD CONSTRAINT "report_issues_n_check" CHECK (("n" IS NULL) = ("state" = 'skipped') AND "n" >= 1),
  ADD CONSTRAINT "report_issues_skip_check" CHECK (("skip_reason" IS NULL) = ("state" <> 'skipped')),
  -- The mail is fixed before the first one is queued.
  ADD CONSTRAINT "report_issues_mail_check" CHECK ("state" NOT IN ('sending', 'paused', 'sent')
    OR num_nulls("subject", "html", "text", "send_started_at") = 0),
  ADD CONSTRAINT "report_issues_sent_check" CHECK (("state" = 'sent') = ("send_finished_at" IS NOT NULL)
    AND ("state" = 'sent') = (num_nulls("recipients", "delivered", "failed") = 0)),
  ADD CONSTRAINT "report_issues_period_check" CHECK ("period_start" <= "period_end");

-- One issue at a time: of two processes that compose at once, one fails here.
CREATE UNIQUE INDEX "report_issues_one_unfinished" ON "report_issues" ((true))
  WHERE "state" IN ('draft', 'sending', 'paused');
