-- One *open* report for each reader and revision. What was looked at and kept may be reported again: after an edit at
-- once, as it is after 24 hours, and by the same reader too.
DROP INDEX "reports_once_key";
CREATE UNIQUE INDEX "reports_once_key" ON "reports"("comment_id", "version", "reporter_id") WHERE "state" = 'open';
