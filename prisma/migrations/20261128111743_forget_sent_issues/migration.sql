-- The mail of an issue quotes people. Once everyone has it, it is forgotten: the archive shows what is public then.
ALTER TABLE "report_issues" DROP CONSTRAINT "report_issues_mail_check";
UPDATE "report_issues" SET "html" = NULL, "text" = NULL WHERE "state" = 'sent';
ALTER TABLE "report_issues"
  ADD CONSTRAINT "report_issues_mail_check" CHECK (
    ("state" IN ('sending', 'paused') AND num_nulls("html", "text", "subject", "send_started_at") = 0)
    OR ("state" = 'sent' AND num_nonnulls("html", "text") = 0 AND num_nulls("subject", "send_started_at") = 0)
    OR ("state" IN ('draft', 'skipped') AND num_nonnulls("html", "text", "subject", "send_started_at") = 0));
